"""What rules said of posts to people who are alike for them, a page for each of these.

Thousands share what decides on papers, skills, pay or kinds of work, so a page is
written once for all of them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.kernel.compiling import compiled
from services.matching.kernel.compiling import inlined
from services.matching.kernel.layout import Layout

Notes = NDArray[np.int64]

# So many bytes each book may take; pages beyond that are taken over again and again.
MOST_BYTES = 1 << 25
WORK, PAPERS, NEEDS, PAY = range(4)


class Books(NamedTuple):
    """Notes by page and by the number of a facet of the posts, 0: not taken yet.

    `owners` (4, pages) says whose page it is, -1 nobody's; a page is that of a number
    modulo the pages of the book.
    """

    work: Notes
    papers: Notes
    needs: Notes
    pay: Notes
    owners: Notes


class Pages(NamedTuple):
    """The page of one worker in each book."""

    work: Notes
    papers: Notes
    needs: Notes
    pay: Notes


def empty_books(layout: Layout, people: Notes) -> Books:
    """Books for the posts of a layout and these `people` (4, n)."""
    work, papers, _, needs, pay, _ = layout.sizes
    books = []
    for book, size in enumerate((work, papers, needs, pay)):
        wanted = int(people[book].max(initial=0)) + 1
        pages = max(1, min(wanted, MOST_BYTES // (8 * size)))
        books.append(np.zeros((pages, size), np.int64))
    most = max(len(book) for book in books)
    return Books(books[0], books[1], books[2], books[3], np.full((4, most), -1))


@compiled
def turned_to(book: Notes, owners: Notes, number: int) -> int:
    """The page of whoever has this number, empty if it was another's."""
    page = int(number % book.shape[0])
    if owners[page] != number:
        book[page, :] = 0
        owners[page] = number
    return page


@inlined
def pages_for(books: Books, people: Notes, i: int) -> Pages:
    """The pages of worker i of `people` (4, n)."""
    owners = books.owners
    return Pages(
        books.work[turned_to(books.work, owners[WORK], people[WORK, i])],
        books.papers[turned_to(books.papers, owners[PAPERS], people[PAPERS, i])],
        books.needs[turned_to(books.needs, owners[NEEDS], people[NEEDS, i])],
        books.pay[turned_to(books.pay, owners[PAY], people[PAY, i])],
    )


@inlined
def new_pages(books: Books) -> Pages:
    """Empty pages for a worker of whom nothing is known."""
    books.owners[:, 0] = -1
    books.work[0, :] = 0
    books.papers[0, :] = 0
    books.needs[0, :] = 0
    books.pay[0, :] = 0
    return Pages(books.work[0], books.papers[0], books.needs[0], books.pay[0])
