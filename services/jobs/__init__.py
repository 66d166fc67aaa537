"""Jobs owns who offers work, where it is done, and every post with its openings.

Nouns stand in one order: a post names its site and employer, a site its employer, and
nothing looks the other way. Others learn of posts and employers through the feed.
"""
