package results

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// What a table may be at most, so that no file, however it came to be, takes
// more memory than this machine has.
const (
	// MaxRow is the length of a row in bytes, lines within cells included.
	MaxRow = 4 << 20
	// MaxText is the length in bytes, once unpacked, of a table that is held in
	// memory. One read row by row may be of any length.
	MaxText = 2 << 30
)

// guard passes a table on as long as it keeps to these.
type guard struct {
	from   io.Reader
	name   string
	whole  int64 // bytes that may still come; below 0 for any number
	row    int   // bytes of the row that is not yet at its end
	line   int   // of the file, from 1
	quoted bool  // the row's end is within a cell in quotes
	begun  bool
}

func guarded(from io.Reader, name string, whole int64) *guard {
	return &guard{from: from, name: name, whole: whole, line: 1}
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	if g.whole >= 0 {
		if g.whole -= int64(n); g.whole < 0 {
			return 0, fmt.Errorf("%s:%d:1: more than %d bytes of table: want a shorter one, or a part of it", g.name, g.line, MaxText)
		}
	}
	if !g.begun && n > 0 {
		g.begun = true
		if bytes.HasPrefix(p[:n], []byte("\xff\xfe")) || bytes.HasPrefix(p[:n], []byte("\xfe\xff")) {
			return 0, fmt.Errorf("%s:1:1: the file is UTF-16 text: want it saved again as UTF-8", g.name)
		}
	}
	if fault := g.follow(p[:n]); fault != nil {
		return 0, fault
	}
	return n, err
}

// follow counts the lines of some text, and the bytes of the row that goes on
// after it.
func (g *guard) follow(text []byte) error {
	for len(text) > 0 {
		line := text
		end := bytes.IndexByte(text, '\n')
		if end >= 0 {
			line = text[:end+1]
		}
		text = text[len(line):]
		if bytes.Count(line, []byte(`"`))%2 == 1 {
			g.quoted = !g.quoted
		}
		if g.row += len(line); g.row > MaxRow {
			return fmt.Errorf("%s:%d:1: a row of more than %d bytes: want a line a row, and a closing quote for each that opens", g.name, g.line, MaxRow)
		}
		if end >= 0 {
			g.line++
			if !g.quoted {
				g.row = 0
			}
		}
	}
	return nil
}

// separated says what seems to stand between cells in a header that is one
// cell, and is no comma.
func separated(header []string) error {
	if len(header) != 1 {
		return nil
	}
	for _, other := range []string{";", "\t"} {
		if strings.Contains(header[0], other) {
			return fmt.Errorf("cells seem to be apart by %q: want commas between them and points within numbers", other)
		}
	}
	return nil
}
