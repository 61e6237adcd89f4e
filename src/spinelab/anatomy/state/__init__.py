"""States of the virtual spine: what was asked, how bones change shape, where they then stand, what grows on them."""
