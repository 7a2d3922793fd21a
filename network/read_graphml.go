package network

import (
	"fmt"
	"strings"
)

// graphML takes an element of a GraphML file
// (http://graphml.graphdrawing.org/specification.html), and returns the name
// under which to remember it.
func (x *xmlReader) graphML(name string, a map[string]string) (string, error) {
	switch name {
	case "key":
		if strings.EqualFold(a["attr.name"], "weight") && (a["for"] == "edge" || a["for"] == "all") {
			x.weightKey = a["id"]
			return "key:weight", nil
		}
	case "graph":
		if len(x.path) != 1 || x.Told {
			return "", fmt.Errorf("a second graph: want one graph a file")
		}
		if x.directed = a["edgedefault"] == "directed"; !x.directed && a["edgedefault"] != "undirected" {
			return "", fmt.Errorf("edgedefault = %q: want directed or undirected", a["edgedefault"])
		}
		x.Directed, x.Told = x.directed, true
	case "node":
		return name, x.node(a["id"])
	case "hyperedge":
		return "", fmt.Errorf("a hyperedge: want ties of two customers")
	case "edge":
		if x.now != nil {
			return "", fmt.Errorf("an edge within an edge: want one after the other")
		}
		x.now = &xmlTie{source: a["source"], target: a["target"], directed: x.directed}
		switch s := a["directed"]; s {
		case "":
		case "true", "1":
			x.now.directed = true
		case "false", "0":
			x.now.directed = false
		default:
			return "", fmt.Errorf("directed = %q: want true or false", s)
		}
	case "data":
		if a["key"] == x.weightKey {
			return "data:weight", nil
		}
	}
	return name, nil
}
