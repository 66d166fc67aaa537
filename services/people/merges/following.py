"""What stands beside a person in other tables and follows them when two become one."""

# Each moves what it can and answers the ids of what it moved; what would stand there
# twice, such as a word given to the same employer, stays with the hidden row.
MOVED = {
    "households": (
        "UPDATE households SET head = :kept WHERE head = :gone RETURNING id"
    ),
    "disclosures": (
        "UPDATE disclosures AS d SET worker_id = :kept WHERE worker_id = :gone"
        " AND NOT EXISTS (SELECT FROM disclosures AS o WHERE o.worker_id = :kept"
        " AND o.post_id = d.post_id AND o.ended_at IS NULL AND d.ended_at IS NULL)"
        " RETURNING id"
    ),
    "contacts": (
        "UPDATE contacts SET worker_id = :kept WHERE worker_id = :gone RETURNING id"
    ),
    "call_sheet_lines": (
        "UPDATE call_sheet_lines AS l SET worker_id = :kept WHERE worker_id = :gone"
        " AND NOT EXISTS (SELECT FROM call_sheet_lines AS o WHERE o.worker_id = :kept"
        " AND o.sheet_id = l.sheet_id) RETURNING sheet_id"
    ),
}
# And back again, only what is still where it was moved to.
MOVED_BACK = {
    "households": (
        "UPDATE households SET head = :gone WHERE id = ANY(:ids) AND head = :kept"
    ),
    "disclosures": (
        "UPDATE disclosures SET worker_id = :gone WHERE id = ANY(:ids)"
        " AND worker_id = :kept"
    ),
    "contacts": (
        "UPDATE contacts SET worker_id = :gone WHERE id = ANY(:ids)"
        " AND worker_id = :kept"
    ),
    "call_sheet_lines": (
        "UPDATE call_sheet_lines SET worker_id = :gone WHERE sheet_id = ANY(:ids)"
        " AND worker_id = :kept"
    ),
}
