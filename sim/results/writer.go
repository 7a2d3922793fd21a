package results

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Writer writes a table, cell by cell:
//
//	w.Text("neither").Int(1).Float(profit)
//	err := w.End()
//
// Lines end in "\n"; a cell is quoted (RFC 4180) only where it must be; a
// number is the shortest that reads back as the same float64, with -0 written
// as 0. Not-a-number, as the standard deviation of one run, is an empty cell;
// an infinite number is an error. The first fault is kept and returned by
// every End after it.
type Writer struct {
	to      io.Writer
	columns []string
	buffer  []byte
	cell    int // cells written in this row
	row     int
	err     error
}

// flushAt is the number of bytes gathered before they are passed on.
const flushAt = 1 << 15

// NewWriter writes the header of a table. If to is an [io.Closer], it is closed
// with the Writer.
func NewWriter(to io.Writer, columns ...string) (*Writer, error) {
	if err := checkHeader(columns); err != nil {
		return nil, err
	}
	w := &Writer{to: to, columns: columns, buffer: make([]byte, 0, 2*flushAt)}
	for _, c := range columns {
		w.Text(c)
	}
	return w, w.End()
}

func checkHeader(columns []string) error {
	if len(columns) == 0 {
		return fmt.Errorf("header is empty: want at least one column")
	}
	seen := map[string]bool{}
	for i, c := range columns {
		switch {
		case c == "":
			return fmt.Errorf("column %d has no name: want one", i+1)
		case seen[c]:
			return fmt.Errorf("column %q is there twice: want names that differ", c)
		}
		seen[c] = true
	}
	return nil
}

// next begins a cell.
func (w *Writer) next() {
	if w.cell == len(w.columns) {
		panic(fmt.Sprintf("results: row %d has more than %d cells", w.row, len(w.columns)))
	}
	if w.cell > 0 {
		w.buffer = append(w.buffer, ',')
	}
	w.cell++
}

// Text adds a cell of text.
func (w *Writer) Text(s string) *Writer {
	w.next()
	switch {
	case mustQuote(s) || s == "" && len(w.columns) == 1: // else the line would be blank
		w.buffer = append(w.buffer, '"')
		for i := range len(s) {
			if s[i] == '"' {
				w.buffer = append(w.buffer, '"')
			}
			w.buffer = append(w.buffer, s[i])
		}
		w.buffer = append(w.buffer, '"')
	default:
		w.buffer = append(w.buffer, s...)
	}
	return w
}

// mustQuote reports whether s would not be read back as it is. A leading or
// trailing space is quoted for the sake of readers that trim.
func mustQuote(s string) bool {
	return s != "" && (strings.ContainsAny(s, "\",\r\n") || s[0] == ' ' || s[len(s)-1] == ' ' || strings.HasPrefix(s, byteOrderMark))
}

// Int adds a cell with a whole number.
func (w *Writer) Int(n int) *Writer {
	w.next()
	w.buffer = strconv.AppendInt(w.buffer, int64(n), 10)
	return w
}

// Uint adds a cell with a whole number that may need all 64 bits, as a seed.
func (w *Writer) Uint(n uint64) *Writer {
	w.next()
	w.buffer = strconv.AppendUint(w.buffer, n, 10)
	return w
}

// Float adds a cell with a number; not-a-number leaves it empty.
func (w *Writer) Float(x float64) *Writer {
	w.next()
	size := math.Abs(x)
	switch {
	case x != x:
		if len(w.columns) == 1 {
			w.buffer = append(w.buffer, `""`...)
		}
	case size > math.MaxFloat64:
		w.fail(fmt.Errorf("row %d: %s = %v: want a finite number", w.row, w.columns[w.cell-1], x))
	case size < 1e15 && x == math.Trunc(x):
		w.buffer = strconv.AppendInt(w.buffer, int64(x), 10)
	case size < 1e-6 || size >= 1e21:
		w.buffer = strconv.AppendFloat(w.buffer, x, 'e', -1, 64)
	default:
		w.buffer = strconv.AppendFloat(w.buffer, x, 'f', -1, 64)
	}
	return w
}

// End ends the row, which must have a cell for every column.
func (w *Writer) End() error {
	if w.cell != len(w.columns) {
		panic(fmt.Sprintf("results: row %d has %d cells, want %d", w.row, w.cell, len(w.columns)))
	}
	w.buffer = append(w.buffer, '\n')
	w.cell = 0
	w.row++
	if len(w.buffer) >= flushAt {
		w.flush()
	}
	return w.err
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *Writer) flush() {
	if w.err == nil && len(w.buffer) > 0 {
		_, err := w.to.Write(w.buffer)
		w.err = err
	}
	w.buffer = w.buffer[:0]
}

// Close passes on what is left and closes what is below, if it can be closed.
func (w *Writer) Close() error {
	w.flush()
	if c, ok := w.to.(io.Closer); ok {
		if err := c.Close(); err != nil {
			w.fail(err)
		}
	}
	return w.err
}
