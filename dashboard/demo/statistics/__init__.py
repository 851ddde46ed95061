"""The demo's statistics feeds: what the systems of the synthetic district report, in the past and from now on."""
