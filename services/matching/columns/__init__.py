"""Contracts become rows of the kernel; everything is checked and bounded here, once.

Codes outside the closed vocabularies (demands, traits, groups, modes) count nowhere.
"""

from services.matching.columns.encoding import Encoded
from services.matching.columns.encoding import Encoder
from services.matching.columns.packing import pack_posts
from services.matching.columns.packing import pack_workers
from services.matching.columns.posts import encode_post
from services.matching.columns.vocabulary import Vocabularies
from services.matching.columns.vocabulary import Vocabulary
from services.matching.columns.workers import encode_worker

__all__ = [
    "Encoded",
    "Encoder",
    "Vocabularies",
    "Vocabulary",
    "encode_post",
    "encode_worker",
    "pack_posts",
    "pack_workers",
]
