"""One database, five lists: live views of a village, on screen and on paper."""
