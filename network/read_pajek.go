package network

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// pajekReader reads a network of Pajek (Batagelj & Mrvar, "Pajek: program for
// analysis and visualization of large networks", reference manual, 2018):
// vertices are numbered from 1, *Arcs lead one way and *Edges both ways.
type pajekReader struct {
	*draft
	*lines
	section string
	labels  map[int]string
	fields  [][]byte
}

// readPajek reads a Pajek network.
func (d *draft) readPajek(l *lines) error {
	d.Format, d.Told = "Pajek", true
	p := &pajekReader{draft: d, lines: l, labels: map[int]string{}}
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(line) == 0 || line[0] == '%' {
			continue
		}
		if line[0] == '*' {
			err = p.head(string(line))
		} else {
			err = p.row(line)
		}
		if err != nil {
			return l.fault("%v", err)
		}
	}
	if d.order < 0 {
		return l.fault("no vertices: want *Vertices and their number")
	}
	if d.order > 1_000_000+100*(len(d.edges.ties)+len(d.arcs.ties)) {
		return nil // count says so
	}
	p.name()
	return nil
}

// head takes a line that begins a part.
func (p *pajekReader) head(line string) error {
	words := strings.Fields(strings.ToLower(line))
	switch p.section = words[0]; p.section {
	case "*vertices":
		n, err := 0, error(nil)
		if len(words) == 2 {
			n, err = strconv.Atoi(words[1])
		}
		switch {
		case len(words) == 3:
			return fmt.Errorf("%s: a network of two sorts of vertices: want *Vertices and one number", short([]byte(line)))
		case err != nil || n < 1 || p.order >= 0:
			return fmt.Errorf("%s: want *Vertices once, with their number above 0", short([]byte(line)))
		}
		p.order = n
	case "*arcs", "*edges", "*arcslist", "*edgeslist":
		if p.order < 0 {
			return fmt.Errorf("%s: want *Vertices before", short([]byte(line)))
		}
	case "*network":
	default:
		return fmt.Errorf("%s: want *Vertices, *Arcs, *Edges, *Arcslist or *Edgeslist", short([]byte(line)))
	}
	return nil
}

// row takes any other line.
func (p *pajekReader) row(line []byte) error {
	var closed bool
	if p.fields, closed = split(line, ' ', p.fields[:0]); !closed {
		return fmt.Errorf("%s: want a closing quote", short(line))
	}
	switch p.section {
	case "*vertices":
		i, err := p.vertex(p.fields[0])
		if err == nil && len(p.fields) > 1 {
			p.labels[int(i)] = string(p.fields[1])
		}
		return err
	case "*arcs", "*edges":
		return p.one(line)
	case "*arcslist", "*edgeslist":
		i, err := p.vertex(p.fields[0])
		for _, f := range p.fields[1:] {
			var j int32
			if err == nil {
				j, err = p.vertex(f)
			}
			if err == nil {
				err = p.tie(Tie{i, j}, 1, p.section == "*arcslist")
			}
		}
		return err
	}
	return fmt.Errorf("%s: want *Vertices before", short(line))
}

// one takes a line with one tie, and perhaps its strength.
func (p *pajekReader) one(line []byte) error {
	if len(p.fields) < 2 {
		return fmt.Errorf("%s: want two vertices", short(line))
	}
	i, err := p.vertex(p.fields[0])
	if err != nil {
		return err
	}
	j, err := p.vertex(p.fields[1])
	if err != nil {
		return err
	}
	w := float32(1)
	if len(p.fields) > 2 && p.asked.Weighted {
		if w, err = weight(string(p.fields[2])); err != nil {
			return err
		}
		p.Weighted = true
	} else if len(p.fields) > 2 && !bytes.Equal(p.fields[2], []byte("1")) {
		p.Unread = true
	}
	return p.tie(Tie{i, j}, w, p.section == "*arcs")
}

// vertex reads the number of a vertex.
func (p *pajekReader) vertex(text []byte) (int32, error) {
	i, ok := integer(text)
	if !ok || i < 1 || int(i) > p.order {
		return 0, fmt.Errorf("vertex %s: want 1 … %d", short(text), p.order)
	}
	return i - 1, nil
}

// name calls customers by their labels if these tell them apart, and else by
// their numbers in the file.
func (p *pajekReader) name() {
	p.plain = false
	p.names = make([]string, p.order)
	taken := map[string]bool{}
	for i := range p.names {
		label, ok := p.labels[i]
		if !ok || taken[label] || label == "" {
			break
		}
		p.names[i], taken[label] = strings.ToValidUTF8(label, "\uFFFD"), true
	}
	if len(taken) == p.order {
		return
	}
	for i := range p.names {
		p.names[i] = strconv.Itoa(i + 1)
	}
}
