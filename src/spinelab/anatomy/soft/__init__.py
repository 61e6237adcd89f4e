"""What lies between the bones and is soft: the cord, the ligaments of head and neck, and pannus."""
