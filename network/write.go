package network

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Format is a way to write a graph.
type Format struct {
	Name    string // as "GraphML"
	Packing string // "", "gzip" or "zstd"
	write   func(*writer)
}

// FormatOf returns the format that the ending of a file name stands for:
// .txt, .edges, .edgelist and .tsv for lists of ties, .csv for one with commas
// and a header, .graphml, .gexf, and .net for Pajek; with .gz or .zst behind it
// the file is packed. Any other ending is an error.
func FormatOf(path string) (Format, error) {
	var f Format
	name := strings.ToLower(filepath.Base(path))
	if rest, ok := strings.CutSuffix(name, ".gz"); ok {
		name, f.Packing = rest, "gzip"
	} else if rest, ok := strings.CutSuffix(name, ".zst"); ok {
		name, f.Packing = rest, "zstd"
	}
	switch ending := filepath.Ext(name); ending {
	case ".txt", ".edges", ".edgelist":
		f.Name, f.write = "edge list", func(w *writer) { w.list(" ") }
	case ".tsv":
		f.Name, f.write = "edge list", func(w *writer) { w.list("\t") }
	case ".csv":
		f.Name, f.write = "edge list", func(w *writer) { w.list(",") }
	case ".graphml":
		f.Name, f.write = "GraphML", (*writer).graphML
	case ".gexf":
		f.Name, f.write = "GEXF", (*writer).gexf
	case ".net":
		f.Name, f.write = "Pajek", (*writer).pajek
	default:
		return f, fmt.Errorf("%s ends in %q: want .txt, .tsv, .csv, .graphml, .gexf or .net, with .gz or .zst behind it if packed", path, ending)
	}
	return f, nil
}

// Write writes a graph so that [Read] reads the same again, in O(customers +
// ties). Names are those of the customers, as in [Import], or nil; the format is
// one that [FormatOf] returned. An error is the writer's own.
func Write(to io.Writer, g *Graph, names []string, f Format) error {
	packed, err := pack(to, f.Packing)
	if err != nil {
		return err
	}
	w := &writer{Writer: bufio.NewWriterSize(packed, 1<<16), g: g, names: names}
	if names != nil && len(names) != g.Order() {
		panic(fmt.Sprintf("network: %d names of %d customers", len(names), g.Order()))
	}
	f.write(w)
	if err := w.Flush(); err != nil {
		return err
	}
	return packed.Close()
}

// pack returns a writer whose Close ends the packing.
func pack(to io.Writer, how string) (io.WriteCloser, error) {
	switch how {
	case "gzip":
		return gzip.NewWriter(to), nil
	case "zstd":
		return zstd.NewWriter(to, zstd.WithEncoderConcurrency(1))
	}
	return unpackedWriter{to}, nil
}

type unpackedWriter struct{ io.Writer }

func (unpackedWriter) Close() error { return nil }

// writer writes one graph. Its buffer keeps the first error for the end.
type writer struct {
	*bufio.Writer
	g     *Graph
	names []string
}

// id is what a customer is called.
func (w *writer) id(i int32) string {
	if w.names == nil {
		return strconv.Itoa(int(i))
	}
	return w.names[i]
}

// say writes some texts, one after the other.
func (w *writer) say(texts ...string) {
	for _, t := range texts {
		_, _ = w.WriteString(t)
	}
}

// strength writes a weight so that it is read as the same.
func strength(x float32) string { return strconv.FormatFloat(float64(x), 'g', -1, 32) }
