package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"grapevine/network"
)

// graphFlags are those of commands that take a graph from a file or make one.
type graphFlags struct {
	kindFlags
	readFlags
}

// open reads the graph of a file, or makes one of the kind of that name: a file
// that is called as a kind is read, unless keys of the kind are given. With it
// come the names of customers in the file, or the communities planted in what
// was made.
func (f *graphFlags) open(ctx context.Context, t *terminal, name string) (g *network.Graph, names []string, planted []int32, err error) {
	_, missing := os.Stat(name)
	if _, known := network.Kinds[name]; known && (missing != nil || f.given()) {
		g, planted, err = f.generate(ctx, name)
		return g, nil, planted, err
	}
	if errors.Is(missing, fs.ErrNotExist) {
		return nil, nil, nil, usage(fmt.Errorf("there is no file %s, and %w", name, unknownKind(name)))
	}
	if f.given() {
		return nil, nil, nil, usage(fmt.Errorf("--customers and --set belong to a kind of graph, and %s is a file", name))
	}
	g, about, err := f.read(ctx, t, name)
	return g, about.Names, nil, err
}
