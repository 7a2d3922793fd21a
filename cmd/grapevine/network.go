package main

import (
	"context"
	"fmt"

	"grapevine/network"
)

// networkCommand makes, describes and converts graphs.
type networkCommand struct {
	Make    networkMake    `cmd:"" example:"network make watts-strogatz --output friends.csv" help:"Make a graph of some kind and write it to a file."`
	Stats   networkStats   `cmd:"" example:"network stats friends.csv" help:"Describe a graph: degrees, clustering, assortativity, components, distances, communities."`
	Seeds   networkSeeds   `cmd:"" example:"network seeds friends.csv" help:"Choose whom to begin with, by several ways, and judge each by how far words go."`
	Convert networkConvert `cmd:"" example:"network convert friends.csv friends.graphml" help:"Write the graph of a file in another format."`
}

// networkMake makes a graph.
type networkMake struct {
	Kind string `arg:"" help:"Kind of graph: see grapevine list generators."`
	kindFlags
	writeFlags
}

// Run carries the command out.
func (m *networkMake) Run(ctx context.Context, t *terminal) error {
	if err := m.check(); err != nil {
		return err
	}
	g, _, err := m.generate(ctx, m.Kind)
	if err != nil {
		return err
	}
	return m.write(ctx, t, g, nil)
}

// networkConvert writes the graph of a file in another format.
type networkConvert struct {
	In string `arg:"" help:"File to read: an edge list, GraphML, GEXF or Pajek, plain or packed by gzip or zstd."`
	readFlags
	Out string `arg:"" help:"File to write: .txt, .tsv, .csv, .graphml, .gexf or .net, with .gz or .zst behind it if packed."`
	convertFlags
}

// convertFlags are those of writeFlags but for the file, which has no flag.
type convertFlags struct {
	Force bool `help:"Replace the file if it is there."`
	JSON  bool `name:"json" help:"Print one JSON object."`
}

// Run carries the command out.
func (c *networkConvert) Run(ctx context.Context, t *terminal) error {
	w := writeFlags{Output: c.Out, Force: c.Force, JSON: c.JSON}
	if err := w.check(); err != nil {
		return err
	}
	g, about, err := c.read(ctx, t, c.In)
	if err != nil {
		return err
	}
	return w.write(ctx, t, g, about.Names)
}

// readFlags say what a file may leave open.
type readFlags struct {
	Directed bool `help:"Ties lead from the first to the second only, if the file does not say itself."`
	Weighted bool `help:"Read the strength of ties: the third column, or the weight of other formats."`
	Quiet    bool `short:"q" help:"Do not tell what was made of the file."`
}

// read reads a graph and tells what was made of the file.
func (r *readFlags) read(ctx context.Context, t *terminal, path string) (*network.Graph, network.Import, error) {
	var g *network.Graph
	var about network.Import
	err := abandon(ctx, func() (err error) {
		g, about, err = network.ReadFile(path, network.ReadOptions{Directed: r.Directed, Weighted: r.Weighted})
		return usage(err)
	})
	if err == nil && !r.Quiet {
		fmt.Fprintln(t.err, about)
	}
	return g, about, err
}

// usage is a fault of what the user gave, or nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return exit{exitUsage, fmt.Errorf("error: %w", err)}
}

// abandon waits for work that cannot be interrupted, but no longer than the
// user does.
func abandon(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
