"""One module for each family of formats; libraries parse, these say what is the article in it."""
