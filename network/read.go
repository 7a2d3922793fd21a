package network

import (
	"bytes"
	"errors"
	"io"
	"os"
)

// ReadOptions say what a file may leave open.
type ReadOptions struct {
	// Directed says that ties lead from the first to the second only, if the
	// file does not say itself.
	Directed bool
	// Weighted says that the ties' strength is to be read: the third column of
	// an edge list, the weight of other formats.
	Weighted bool
}

// ReadFile is [Read] of a file.
func ReadFile(path string, o ReadOptions) (*Graph, Import, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Import{}, err
	}
	defer f.Close()
	return Read(f, path, o)
}

// Read reads a graph, plain or packed by gzip or zstd, from an edge list (two
// ids a line, separated by blanks, a tab, a comma or a semicolon), from
// GraphML, GEXF or a Pajek network, whichever the text turns out to be. The
// name is for messages, which begin with it and the line.
//
// Ids may be any text; customers are numbered in the order in which their ids
// appear, unless the ids are the numbers from 0 themselves. Self ties and
// repeated ties are left out, and the [Import] counts them. A list in which
// some numbers have no tie can keep them if it begins with
//
//	# grapevine: customers = 1047, directed = false
//
// as those that [Write] writes do.
//
// Time is O(customers + ties). A file that would take memory out of proportion
// to its size is an error.
func Read(r io.Reader, name string, o ReadOptions) (*Graph, Import, error) {
	text, done, err := unpack(r, name)
	if err != nil {
		return nil, Import{}, err
	}
	defer done()
	l := &lines{name: name, text: text}
	d := newDraft(o)
	first, err := firstLetter(l)
	if err != nil {
		return nil, Import{}, err
	}
	switch first {
	case '<':
		err = d.readXML(l)
	case '*':
		err = d.readPajek(l)
	default:
		err = d.readList(l)
	}
	if err != nil {
		return nil, Import{}, err
	}
	return d.finish(l)
}

// firstLetter returns the first byte that is no blank and, if a star follows
// at the beginning of a line, in no comment of Pajek's.
func firstLetter(l *lines) (byte, error) {
	start, err := l.text.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		l.number = 1
		return 0, l.fault("%v", err)
	}
	first := byte(' ')
	for line := range bytes.Lines(start) {
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0:
		case line[0] == '%':
			first = '%'
		case line[0] == '*' || first == ' ':
			return line[0], nil
		default:
			return first, nil
		}
	}
	return first, nil
}
