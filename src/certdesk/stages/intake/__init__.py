"""收件: messages and forms as they arrive.

Takes mails and web forms; promises that each is stored whole before anybody looks at it and ends in
exactly one bucket; hands on what it understood.
"""
