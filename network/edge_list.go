package network

import (
	"fmt"
	"sync"

	"grapevine/chance"
)

// EdgeList is a graph read from a file by [ReadFile], once however many
// replicates use it.
type EdgeList struct {
	Path     string `toml:"path" doc:"The file, plain or packed by gzip or zstd: an edge list, GraphML, GEXF or Pajek."`
	Directed bool   `toml:"directed" default:"false" doc:"Whether only the first of a line speaks to the second, if the file itself does not say."`
	Weighted bool   `toml:"weighted" default:"false" doc:"Whether the third column, or the weight of other formats, is the strength of a tie."`

	once  sync.Once
	graph *Graph
	about Import
	err   error
}

// Read returns the graph and what was made of the file.
func (e *EdgeList) Read() (*Graph, Import, error) {
	e.once.Do(func() {
		e.graph, e.about, e.err = ReadFile(e.Path, ReadOptions{Directed: e.Directed, Weighted: e.Weighted})
	})
	return e.graph, e.about, e.err
}

// Customers implements [Sizer].
func (e *EdgeList) Customers() (int, error) {
	g, _, err := e.Read()
	if err != nil {
		return 0, err
	}
	return g.Order(), nil
}

// Validate implements [Generator].
func (e *EdgeList) Validate(customers int) []error {
	if e.Path == "" {
		return []error{fmt.Errorf(`path = "": want the file with the ties`)}
	}
	n, err := e.Customers()
	if err != nil {
		return []error{fmt.Errorf("path = %q: %w", e.Path, err)}
	}
	return only(unless(n == customers, "customers", customers, "customers = %d, as in the file %s", n, e.Path))
}

// Generate implements [Generator].
func (e *EdgeList) Generate(int, chance.Luck, int) (*Graph, error) {
	g, _, err := e.Read()
	return g, err
}
