"""送达: mails and parcels.

Takes signed letters and words for the holder; promises that every outgoing mail is a row somebody sees;
hands on the proof of posting or collection (G-16 to G-18).
"""
