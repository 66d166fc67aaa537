"""Call sheets (待联系名单): whom to ring in which order, and what came back."""
