"""受理审核: accept, decline, refer, reject.

Takes a case and an officer's will; promises a clause and a reason for every refusal (G-04 to G-06);
hands on an accepted case with its outcome.
"""
