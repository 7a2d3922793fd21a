package network

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// xmlReader reads GraphML and GEXF, element by element, so that a file of any
// size needs no more memory than its graph. (gonum's gexf12 holds a whole
// file, takes version 1.2 alone and does not know the lines.)
type xmlReader struct {
	*draft
	*lines
	*xml.Decoder
	allowance *allowance
	path      []string       // open elements
	missing   map[int32]int  // customers with a tie, but no node yet, and the line
	declared  map[int32]bool // those with a node
	now       *xmlTie        // open

	directed  bool   // what a tie is that does not say
	mutual    bool   // the same
	weightKey string // of GraphML: the key that holds weights
	standard  string // its default
}

// xmlTie is a tie that is being read.
type xmlTie struct {
	source, target string
	directed       bool
	mutual         bool // GEXF's name for two ties, one each way
	weight         string
}

// readXML reads a GraphML or GEXF file.
func (d *draft) readXML(l *lines) error {
	d.enrol()
	a := &allowance{r: l.text}
	x := &xmlReader{draft: d, lines: l, Decoder: xml.NewDecoder(a), allowance: a, missing: map[int32]int{}, declared: map[int32]bool{}}
	for {
		a.left = longestLine
		token, err := x.Token()
		l.number, _ = x.InputPos()
		switch t := token.(type) {
		case xml.StartElement:
			if err := x.open(t); err != nil {
				return err
			}
		case xml.EndElement:
			if err := x.close(); err != nil {
				return err
			}
		case xml.CharData:
			x.text(string(t))
		}
		var syntax *xml.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return x.end()
		case errors.As(err, &syntax):
			return l.fault("%s: want well-formed XML", syntax.Msg)
		case err != nil:
			return l.fault("%v", err)
		}
	}
}

// open takes the beginning of an element.
func (x *xmlReader) open(e xml.StartElement) error {
	name := strings.ToLower(e.Name.Local)
	if len(x.path) == 0 {
		switch name {
		case "graphml":
			x.Format = "GraphML"
		case "gexf":
			x.Format = "GEXF"
		default:
			return x.fault("an XML file of <%s>: want <graphml> or <gexf>", name)
		}
	}
	if len(x.path) > 64 {
		return x.fault("elements within elements, %d deep: want a plain graph", len(x.path))
	}
	attributes := map[string]string{}
	for _, a := range e.Attr {
		attributes[a.Name.Local] = a.Value
	}
	var err error
	if x.Format == "GraphML" {
		name, err = x.graphML(name, attributes)
	} else {
		err = x.gexf(name, attributes)
	}
	if err != nil {
		return x.fault("%v", err)
	}
	x.path = append(x.path, name)
	return nil
}

// close takes the end of an element.
func (x *xmlReader) close() error {
	last := x.path[len(x.path)-1]
	x.path = x.path[:len(x.path)-1]
	if last != "edge" || x.now == nil {
		return nil
	}
	t := *x.now
	x.now = nil
	if t.source == "" || t.target == "" {
		return x.fault("a tie without both ends: want source and target")
	}
	ends := Tie{x.endpoint(t.source), x.endpoint(t.target)}
	w := float32(1)
	if t.weight = strings.TrimSpace(t.weight); t.weight == "" {
		t.weight = x.standard
	}
	switch {
	case t.weight != "" && x.asked.Weighted:
		var err error
		if w, err = weight(t.weight); err != nil {
			return x.fault("%v", err)
		}
		x.Weighted = true
	case t.weight != "":
		x.Unread = true
	}
	err := x.tie(ends, w, t.directed || t.mutual)
	if err == nil && t.mutual {
		err = x.tie(Tie{ends[1], ends[0]}, w, true)
	}
	if err != nil {
		return x.fault("%v", err)
	}
	return nil
}

// text takes what stands within an element.
func (x *xmlReader) text(t string) {
	n := len(x.path)
	switch {
	case n > 0 && x.path[n-1] == "data:weight" && x.now != nil:
		x.now.weight += t
	case n > 1 && x.path[n-1] == "default" && x.path[n-2] == "key:weight":
		x.standard += strings.TrimSpace(t)
	}
}

// endpoint returns the customer at one end of a tie.
func (x *xmlReader) endpoint(id string) int32 {
	i := x.customer([]byte(id))
	if _, known := x.missing[i]; !known && !x.declared[i] {
		x.missing[i] = x.number
	}
	return i
}

// node takes a node.
func (x *xmlReader) node(id string) error {
	if id == "" {
		return fmt.Errorf("a node without an id: want one")
	}
	if strings.ContainsFunc(id, unicode.IsControl) {
		return fmt.Errorf("node %s: want an id without line breaks", short([]byte(id)))
	}
	i := x.customer([]byte(id))
	if x.declared[i] {
		return fmt.Errorf("a second node %s: want ids that differ", short([]byte(id)))
	}
	delete(x.missing, i)
	x.declared[i] = true
	return nil
}

// end takes the end of the file.
func (x *xmlReader) end() error {
	var who, line = int32(-1), 0
	for i, at := range x.missing {
		if line == 0 || at < line || at == line && i < who {
			who, line = i, at
		}
	}
	if line > 0 {
		x.number = line
		return x.fault("a tie of %s, who is no node: want <node id=%s>", short([]byte(x.names[who])), short([]byte(x.names[who])))
	}
	return nil
}

// allowance ends a file in which a single token is longer than a line may be.
type allowance struct {
	r    io.Reader
	left int
}

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, fmt.Errorf("an element of more than %d bytes: want short ones", longestLine)
	}
	n, err := a.r.Read(p)
	a.left -= n
	return n, err
}
