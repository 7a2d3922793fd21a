package network

import "fmt"

// gexf takes an element of a GEXF file, versions 1.1 to 1.3
// (https://gexf.net/schema.html). What it says about times is not read.
func (x *xmlReader) gexf(name string, a map[string]string) error {
	switch name {
	case "graph":
		if len(x.path) != 1 || x.Told {
			return fmt.Errorf("a second graph: want one graph a file")
		}
		switch sort := a["defaultedgetype"]; sort {
		case "directed", "mutual":
			x.directed = true
		case "undirected", "": // the default of the format
		default:
			return fmt.Errorf("defaultedgetype = %q: want directed, undirected or mutual", sort)
		}
		x.mutual = a["defaultedgetype"] == "mutual"
		x.Directed, x.Told = x.directed, true
	case "node":
		return x.node(a["id"])
	case "edge":
		if x.now != nil {
			return fmt.Errorf("an edge within an edge: want one after the other")
		}
		x.now = &xmlTie{source: a["source"], target: a["target"], weight: a["weight"], directed: x.directed, mutual: x.mutual}
		switch sort := a["type"]; sort {
		case "directed", "undirected", "mutual":
			x.now.directed, x.now.mutual = sort != "undirected", sort == "mutual"
		case "":
		default:
			return fmt.Errorf("type = %q: want directed, undirected or mutual", sort)
		}
	}
	return nil
}
