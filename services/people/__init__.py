"""People owns areas, households and workers: who they are, and what they stated.

Names, numbers and everything about health lie sealed; others learn only the contract
`Worker`, from which nobody can be recognised.
"""
