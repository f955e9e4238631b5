"""The public page: anybody in the world may ask whether a letter is real."""
