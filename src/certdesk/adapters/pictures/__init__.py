"""Reads the evidence pictures: hygiene → text → documents → fields (ports.reader).

Light on purpose: the engine and its libraries load with ``reader``, hygiene alone needs Pillow and PDFium only.
"""
