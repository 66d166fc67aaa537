"""From what people write and say to contracts: words, identifiers, adverts, columns.

Everything here is pure: the same text and date always give the same contract.
"""
