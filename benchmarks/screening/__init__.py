"""How well adverts are screened, on sentences and disguises of its own.

Nothing here is shared with the screening: no rule, no list of words, no reading of
signs. Half of the sentences are kept aside: nobody tunes the rules on them.
"""
