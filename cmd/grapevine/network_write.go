package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"grapevine/network"
	"grapevine/sim/results"
)

// writeFlags say where a graph goes.
type writeFlags struct {
	Output string `short:"o" required:"" help:"File to write: .txt, .tsv, .csv, .graphml, .gexf or .net, with .gz or .zst behind it if packed." placeholder:"FILE"`
	Force  bool   `help:"Replace the file if it is there."`
	JSON   bool   `name:"json" help:"Print one JSON object."`
}

// check says why the file cannot be written, if it is plain before any work.
func (w *writeFlags) check() error {
	if _, err := network.FormatOf(w.Output); err != nil {
		return usage(err)
	}
	if folder := filepath.Dir(w.Output); !isFolder(folder) {
		return usage(fmt.Errorf("cannot write %s: there is no folder %s", w.Output, folder))
	}
	switch info, err := os.Stat(w.Output); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return usage(err)
	case info.IsDir():
		return usage(fmt.Errorf("%s is a folder: want the name of a file", w.Output))
	case !w.Force:
		return usage(fmt.Errorf("%s is there already: add --force to replace it, or name another file", w.Output))
	}
	return nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// write writes the graph whole or not at all, and prints what it is.
func (w *writeFlags) write(ctx context.Context, t *terminal, g *network.Graph, names []string) error {
	if err := w.check(); err != nil {
		return err
	}
	format, err := network.FormatOf(w.Output)
	if err != nil {
		return usage(err)
	}
	if err := results.WriteWhole(w.Output, func(to io.Writer) error {
		return network.Write(patient{ctx, to}, g, names, format)
	}); err != nil {
		return err
	}
	if w.JSON {
		return t.printJSON(map[string]any{"version": 1, "file": w.Output, "format": format.Name, "customers": g.Order(), "ties": g.Size(), "directed": g.Directed()})
	}
	_, err = fmt.Fprintf(t.out, "%s: %d customers, %d ties\n", w.Output, g.Order(), g.Size())
	return err
}

// patient is a writer that ends when the user does not want to wait any more.
type patient struct {
	ctx context.Context
	io.Writer
}

func (p patient) Write(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.Writer.Write(b)
}
