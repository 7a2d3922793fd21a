package tree

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/pelletier/go-toml/v2/unstable"
)

// What a file may be at most. A scenario of two thousand segments has a tenth
// of it.
const (
	MaxBytes = 1 << 20
	MaxDepth = 64
)

// Parse reads a source. It refuses quickly what cannot be a scenario, and
// returns what could be read beside the faults of the rest.
func Parse(src *Source) (*Node, Faults) {
	if f := guard(src); f != nil {
		return nil, f
	}
	r := &reader{src: src, root: NewTable()}
	if err := r.read(); err != nil {
		return nil, r.syntax(err)
	}
	if r.tooDeep {
		return nil, r.faults
	}
	if len(r.faults) > 0 {
		return r.root, r.faults
	}
	// The first parser says where everything stands, the second one knows all
	// rules by which keys and tables may not meet.
	var all map[string]any
	if err := toml.Unmarshal(src.Text, &all); err != nil {
		return nil, r.syntax(err)
	}
	return r.root, nil
}

// guard refuses what is not a text, before any parser sees it.
func guard(src *Source) Faults {
	whole := Place{Source: src}
	fail := func(message, want string) Faults {
		f := At(whole, "%s", message).Wanting("%s", want)
		f.File = src.Name
		return Faults{f}
	}
	text := src.Text
	switch {
	case len(text) > MaxBytes:
		return fail(fmt.Sprintf("the file is larger than %d kB, which no scenario needs", MaxBytes>>10), "")
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return fail("the file is UTF-16 text", "the file saved again as UTF-8")
	case bytes.IndexByte(text, 0) >= 0:
		whole = src.place(bytes.IndexByte(text, 0), 1)
		return fail("the file is not a text: it has zero bytes", "a scenario in TOML, as UTF-8 text")
	case !utf8.Valid(text):
		at := 0
		for at < len(text) {
			r, n := utf8.DecodeRune(text[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		whole = src.place(at, 1)
		return fail("the file is not UTF-8 text", "the file saved again as UTF-8")
	}
	src.Text = bytes.TrimPrefix(text, []byte("\ufeff"))
	return nil
}

// syntax tells where a file breaks the rules of TOML. Of the two parsers,
// BurntSushi's explains better, but is only safe while nesting is bounded.
func (r *reader) syntax(err error) Faults {
	const safe = 10_000
	if bytes.Count(r.src.Text, []byte("["))+bytes.Count(r.src.Text, []byte("{")) < safe {
		var all map[string]any
		var fault toml.ParseError
		if errors.As(toml.Unmarshal(r.src.Text, &all), &fault) {
			return Faults{At(r.src.place(fault.Position.Start, fault.Position.Len), "not valid TOML: %s", fault.Message)}
		}
	}
	at := len(r.src.Text)
	var fault *unstable.ParserError
	if errors.As(err, &fault) {
		if i := cap(r.src.Text) - cap(fault.Highlight); i >= 0 && i < at {
			at = i
		}
		return Faults{At(r.src.place(at, len(fault.Highlight)), "not valid TOML: %s", fault.Message)}
	}
	return Faults{At(r.src.place(at, 1), "not valid TOML: %v", err)}
}

// reader builds the tree of a source.
type reader struct {
	src     *Source
	parser  unstable.Parser
	root    *Node
	table   *Node  // that the keys now read belong to; nil if there can be none
	in      string // the header of that table
	note    string // the comment at the end of the line now read
	faults  Faults
	tooDeep bool
}

func (r *reader) read() error {
	r.parser.KeepComments = true
	r.parser.Reset(r.src.Text)
	r.table = r.root
	for !r.tooDeep && r.parser.NextExpression() {
		e := r.parser.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			r.table = r.header(e)
		case unstable.KeyValue:
			r.note = ""
			if c := e.Next(); c != nil && c.Kind == unstable.Comment {
				r.note = string(bytes.TrimSpace(bytes.TrimLeft(c.Data, "#")))
			}
			if r.table != nil {
				r.pair(r.table, e, 1)
			}
		}
	}
	return r.parser.Error()
}

// part is one part of a dotted key.
type part struct {
	name string
	at   Place
	end  int
}

func (r *reader) key(e *unstable.Node) []part {
	var parts []part
	for it := e.Key(); it.Next(); {
		raw := it.Node().Raw
		parts = append(parts, part{string(it.Node().Data), r.src.place(int(raw.Offset), int(raw.Length)), int(raw.Offset + raw.Length)})
		if len(parts) > MaxDepth {
			r.deep(parts[0].at)
			return nil
		}
	}
	return parts
}

func (r *reader) deep(at Place) {
	if !r.tooDeep {
		r.faults = append(r.faults, At(at, "tables or lists are nested more than %d deep", MaxDepth))
	}
	r.tooDeep = true
}

// header opens the table of [a.b] or a new one of [[a.b]].
func (r *reader) header(e *unstable.Node) *Node {
	parts := r.key(e)
	t := r.root
	r.in = ""
	for i, p := range parts {
		r.in = strings.TrimPrefix(r.in+"."+p.name, ".")
		next := t.Items[p.name]
		last := i == len(parts)-1
		switch {
		case last && e.Kind == unstable.ArrayTable:
			if next == nil {
				next = &Node{Kind: List, Key: p.at, Value: p.at}
				t.put(p.name, next)
			}
			if next.Kind != List {
				return r.taken(p, next)
			}
			one := NewTable()
			one.Key, one.Value, one.Written = p.at, p.at, true
			next.List = append(next.List, one)
			return one
		case next == nil:
			next = NewTable()
			next.Key, next.Value = p.at, p.at
			t.put(p.name, next)
		case next.Kind == List && len(next.List) > 0 && !last:
			next = next.List[len(next.List)-1]
		}
		switch {
		case next.Kind != Table:
			return r.taken(p, next)
		case last && next.Written:
			r.taken(p, next)
			return next
		}
		if last {
			next.Key, next.Value, next.Written = p.at, p.at, true
		}
		t = next
	}
	return t
}

// taken says that a key or table is there already.
func (r *reader) taken(p part, old *Node) *Node {
	r.faults = append(r.faults, At(p.at, "%q is given twice", p.name).
		Wanting("it once; the first is on line %d", old.Place().Line))
	return nil
}

// pair reads key = value into a table.
func (r *reader) pair(t *Node, e *unstable.Node, depth int) {
	parts := r.key(e)
	if len(parts) == 0 {
		return
	}
	for _, p := range parts[:len(parts)-1] {
		next := t.Items[p.name]
		if next == nil {
			next = NewTable()
			next.Key, next.Value = p.at, p.at
			t.put(p.name, next)
		}
		if next.Kind != Table {
			r.taken(p, next)
			return
		}
		t = next
	}
	last := parts[len(parts)-1]
	if old := t.Items[last.name]; old != nil {
		r.taken(last, old)
		return
	}
	n := r.value(e.Value(), r.valueAt(e, last.end), depth+len(parts))
	n.Key, n.Note = last.at, r.note
	t.put(last.name, n)
}

// valueAt finds the place of a value that the parser gives none, a list or an
// inline table: behind the equals sign.
func (r *reader) valueAt(e *unstable.Node, from int) Place {
	if raw := e.Value().Raw; raw.Length > 0 {
		return r.src.place(int(raw.Offset), int(raw.Length))
	}
	rest := r.src.Text[from:]
	i := bytes.IndexByte(rest, '=') + 1
	i += len(rest[i:]) - len(bytes.TrimLeft(rest[i:], " \t"))
	return r.src.place(from+i, 1)
}

var kinds = map[unstable.Kind]Kind{
	unstable.String: Text, unstable.Bool: Boolean, unstable.Integer: Integer, unstable.Float: Float,
	unstable.LocalDate: Date, unstable.LocalTime: Date, unstable.LocalDateTime: Date, unstable.DateTime: Date,
}

func (r *reader) value(v *unstable.Node, at Place, depth int) *Node {
	if depth > MaxDepth {
		r.deep(at)
		return &Node{Kind: List, Value: at, In: r.in}
	}
	switch v.Kind {
	case unstable.Array:
		n := &Node{Kind: List, Value: at, In: r.in}
		for it := v.Children(); it.Next() && !r.tooDeep; {
			if c := it.Node(); c.Kind != unstable.Comment {
				where := at
				if c.Raw.Length > 0 {
					where = r.src.place(int(c.Raw.Offset), int(c.Raw.Length))
				}
				n.List = append(n.List, r.value(c, where, depth+1))
			}
		}
		return n
	case unstable.InlineTable:
		n := NewTable()
		n.Value, n.In, n.Written = at, r.in, true
		for it := v.Children(); it.Next() && !r.tooDeep; {
			if it.Node().Kind == unstable.KeyValue {
				r.pair(n, it.Node(), depth)
			}
		}
		return n
	}
	kind, ok := kinds[v.Kind]
	if !ok {
		panic(fmt.Sprintf("tree: a value of kind %s", v.Kind))
	}
	return &Node{Kind: kind, Text: string(v.Data), Value: at, In: r.in}
}
