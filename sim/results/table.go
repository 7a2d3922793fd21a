package results

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Table is a table read back. It does not change; [Table.Where] and
// [Table.Groups] are views of the same cells.
type Table struct {
	Name    string   // of the file, as it was given to Read
	Columns []string // in the order of the file

	cells [][]string // by column, then row of the file
	lines []int32    // by row, where it begins
	marks [][]int32  // by column, then row: where the cell begins in its line
	rows  []int32    // the rows of this view; nil for all
}

// Read reads a whole table: comma-separated with one line of header, plain or
// packed (.gz, .zst).
func Read(path string) (*Table, error) {
	from, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, cause(err))
	}
	defer from.Close()
	return ReadFrom(from, path)
}

// Find reads the table of a folder, whichever of name.csv, name.csv.zst and
// name.csv.gz is there.
func Find(dir, name string) (*Table, error) {
	var first error
	for _, end := range []string{".csv", ".csv.zst", ".csv.gz"} {
		t, err := Read(filepath.Join(dir, name+end))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return t, err
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

const byteOrderMark = "\ufeff"

// ReadFrom reads a table from a stream; the name is for messages.
func ReadFrom(from io.Reader, name string) (*Table, error) {
	return readFrom(from, name, false)
}

// ReadNoted reads a table that a user wrote, plain or packed (.gz, .zst): lines
// that begin with # are notes, and blanks after a comma do not count.
func ReadNoted(path string) (*Table, error) {
	from, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, cause(err))
	}
	defer from.Close()
	return readFrom(from, path, true)
}

func readFrom(from io.Reader, name string, noted bool) (*Table, error) {
	r := csv.NewReader(guarded(from, name, MaxText))
	r.ReuseRecord = true
	if noted {
		r.Comment, r.TrimLeadingSpace = '#', true
	}
	header, err := r.Read()
	switch {
	case err == io.EOF:
		return nil, fmt.Errorf("%s:1:1: the file is empty: want a header line", name)
	case err != nil:
		return nil, place(name, err)
	}
	t := &Table{Name: name, Columns: slices.Clone(header)}
	t.Columns[0] = strings.TrimLeft(t.Columns[0], byteOrderMark) // spreadsheets add it, and some once more
	err = separated(t.Columns)
	if err == nil {
		err = checkHeader(t.Columns)
	}
	for _, c := range t.Columns {
		if err == nil && !utf8.ValidString(c) {
			err = fmt.Errorf("column %q is no text in UTF-8: want the file saved again as that", c)
		}
	}
	if err != nil {
		line, _ := r.FieldPos(0)
		return nil, fmt.Errorf("%s:%d:1: %w", name, line, err)
	}
	t.cells = make([][]string, len(header))
	t.marks = make([][]int32, len(header))
	for {
		row, err := r.Read()
		switch {
		case err == io.EOF:
			return t, nil
		case errors.Is(err, csv.ErrFieldCount):
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("%s:%d:1: the row has %d cells: want %d, as in the header", name, line, len(row), len(header))
		case err != nil:
			return nil, place(name, err)
		}
		line, _ := r.FieldPos(0)
		t.lines = append(t.lines, int32(line))
		for i, cell := range row {
			_, mark := r.FieldPos(i)
			t.cells[i] = append(t.cells[i], cell)
			t.marks[i] = append(t.marks[i], int32(mark))
		}
	}
}

func place(name string, err error) error {
	var at *csv.ParseError
	if errors.As(err, &at) {
		mend := ""
		switch {
		case errors.Is(err, csv.ErrQuote), errors.Is(err, csv.ErrBareQuote):
			mend = ": want a cell with quotes within quotes, and each quote in it twice"
		case errors.Is(err, csv.ErrFieldCount):
			mend = ": want as many cells as in the header"
		}
		return fmt.Errorf("%s:%d:%d: %w%s", name, at.Line, at.Column, at.Err, mend)
	}
	if strings.HasPrefix(err.Error(), name+":") {
		return err // says where itself
	}
	return fmt.Errorf("cannot read %s: %w: want the file whole", name, err)
}

// Rows returns the number of rows, without the header.
func (t *Table) Rows() int {
	if t.rows != nil {
		return len(t.rows)
	}
	return len(t.lines)
}

// Has reports whether the table has all of these columns.
func (t *Table) Has(columns ...string) bool {
	for _, c := range columns {
		if !slices.Contains(t.Columns, c) {
			return false
		}
	}
	return true
}

func (t *Table) index(column string) (int, error) {
	i := slices.Index(t.Columns, column)
	if i < 0 {
		return 0, fmt.Errorf("%s has no column %q: it has %s", t.Name, column, strings.Join(t.Columns, ", "))
	}
	return i, nil
}

// all yields the row of the file for each row of the view.
func (t *Table) all(yield func(int, int32) bool) {
	for i := range t.Rows() {
		row := int32(i)
		if t.rows != nil {
			row = t.rows[i]
		}
		if !yield(i, row) {
			return
		}
	}
}

// Place says where a cell of the view stands, as messages begin: file, line and
// column.
func (t *Table) Place(column string, row int) string {
	if t.rows != nil {
		row = int(t.rows[row])
	}
	at := int32(1)
	if c := slices.Index(t.Columns, column); c >= 0 {
		at = t.marks[c][row]
	}
	return fmt.Sprintf("%s:%d:%d", t.Name, t.lines[row], at)
}

// Strings returns a column as it is written.
func (t *Table) Strings(column string) ([]string, error) {
	c, err := t.index(column)
	if err != nil {
		return nil, err
	}
	out := make([]string, t.Rows())
	for i, row := range t.all {
		out[i] = t.cells[c][row]
	}
	return out, nil
}

// Floats returns a column of numbers. An empty cell is not-a-number.
func (t *Table) Floats(column string) ([]float64, error) {
	c, err := t.index(column)
	if err != nil {
		return nil, err
	}
	out := make([]float64, t.Rows())
	for i, row := range t.all {
		cell := t.cells[c][row]
		if cell == "" {
			out[i] = math.NaN()
			continue
		}
		x, err := strconv.ParseFloat(cell, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("%s:%d:%d: %s = %q: want a finite number or nothing", t.Name, t.lines[row], t.marks[c][row], column, cell)
		}
		out[i] = x
	}
	return out, nil
}

// Where returns the rows whose cell in a column is the value.
func (t *Table) Where(column, value string) (*Table, error) {
	c, err := t.index(column)
	if err != nil {
		return nil, err
	}
	rows := []int32{}
	for _, row := range t.all {
		if t.cells[c][row] == value {
			rows = append(rows, row)
		}
	}
	return t.view(rows), nil
}

func (t *Table) view(rows []int32) *Table {
	v := *t
	v.rows = rows
	return &v
}

// Group is the rows that share a value.
type Group struct {
	Value string
	*Table
}

// Groups splits the table by the values of a column, in the order in which
// they first appear.
func (t *Table) Groups(column string) ([]Group, error) {
	c, err := t.index(column)
	if err != nil {
		return nil, err
	}
	var groups []Group
	at := map[string]int{}
	for _, row := range t.all {
		value := t.cells[c][row]
		i, known := at[value]
		if !known {
			i = len(groups)
			at[value] = i
			groups = append(groups, Group{value, t.view(nil)})
		}
		groups[i].rows = append(groups[i].rows, row)
	}
	return groups, nil
}
