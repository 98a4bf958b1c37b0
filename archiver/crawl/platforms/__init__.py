"""One base a maker of newspaper sites: what the sites of one system share. None has a `name`, so none is crawled."""
