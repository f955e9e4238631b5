"""收件. Takes messages and forms as they arrive; promises that each is stored whole before anybody looks
at it and ends in exactly one bucket; hands on what it understood."""
