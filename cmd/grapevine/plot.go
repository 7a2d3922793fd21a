package main

import (
	"fmt"
	"path/filepath"

	"grapevine/plots"
)

// plotCommand draws the pictures of a results folder again.
type plotCommand struct {
	Dir    string   `arg:"" help:"Results folder."`
	Output string   `short:"o" help:"Folder for the pictures; plots inside the results folder if left out." placeholder:"DIR"`
	For    []string `help:"What they are for: slide, paper, web." default:"slide" enum:"slide,paper,web"`
}

// Run carries the command out.
func (p *plotCommand) Run(t *terminal) error {
	into := p.Output
	if into == "" {
		into = filepath.Join(p.Dir, "plots")
	}
	var sizes []plots.Size
	for _, name := range p.For {
		sizes = append(sizes, plots.Sizes[name])
	}
	if err := plots.DrawAll(p.Dir, into, sizes...); err != nil {
		return exit{exitUsage, fmt.Errorf("error: %w", err)}
	}
	_, err := fmt.Fprintf(t.out, "pictures: %s\n", into)
	return err
}
