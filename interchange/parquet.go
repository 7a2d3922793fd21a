package interchange

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"grapevine/sim/results"
)

// kind is the type of a column: the narrowest that all its cells have.
type kind uint8

const (
	whole  kind = iota // 64 bits
	real               // of double precision; an empty cell is null
	phrase             // text
)

// kindOf returns the kind of a cell.
func kindOf(cell string) kind {
	switch _, err := strconv.ParseInt(cell, 10, 64); {
	case err == nil:
		return whole
	case errors.Is(err, strconv.ErrRange):
		return phrase // rather than lose digits, as of a long seed
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return real
	}
	return phrase
}

// shape is the columns of a table.
type shape struct {
	names []string
	kinds []kind
	empty []bool // whether some cells are empty
	some  []bool // whether any is not
}

func shapeOf(path string) (*shape, error) {
	s := &shape{}
	err := results.Stream(path, func(cells []string) error {
		s.names = slices.Clone(cells)
		s.kinds, s.empty, s.some = make([]kind, len(cells)), make([]bool, len(cells)), make([]bool, len(cells))
		return nil
	}, func(cells []string) error {
		for i, cell := range cells {
			if cell == "" {
				s.empty[i] = true
				continue
			}
			s.some[i] = true
			if s.kinds[i] != phrase {
				s.kinds[i] = max(s.kinds[i], kindOf(cell))
			}
		}
		return nil
	})
	for i := range s.kinds {
		if !s.some[i] {
			s.kinds[i] = real // of which all are missing
		}
	}
	return s, err
}

// schema returns the columns as Parquet knows them. It orders them by name, so
// at says where each of ours is.
func (s *shape) schema(name string) (schema *parquet.Schema, at []int) {
	group := parquet.Group{}
	for i, column := range s.names {
		var node parquet.Node
		switch s.kinds[i] {
		case whole:
			node = parquet.Int(64)
		case real:
			node = parquet.Leaf(parquet.DoubleType)
		default:
			node = parquet.String()
		}
		group[column] = parquet.Optional(parquet.Compressed(node, &parquet.Zstd))
	}
	sorted := slices.Sorted(slices.Values(s.names))
	for _, column := range s.names {
		at = append(at, slices.Index(sorted, column))
	}
	return parquet.NewSchema(name, group), at
}

func writeParquet(s *Source, create func(name string) (*results.File, error)) error {
	names, err := s.tables()
	if err != nil {
		return err
	}
	for _, name := range names {
		path, err := s.table(name)
		if err != nil {
			return err
		}
		to, err := create(name + ".parquet")
		if err != nil {
			return err
		}
		if err := s.parquet(path, name, to); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := to.Close(); err != nil {
			return err
		}
	}
	return nil
}

// group is how many rows are written at a time.
const group = 10_000

// parquet writes one table, in two passes: what its columns are, then they.
func (s *Source) parquet(path, name string, to *results.File) error {
	shape, err := shapeOf(path)
	if err != nil {
		return err
	}
	schema, at := shape.schema(name)
	w := parquet.NewGenericWriter[any](to, schema, parquet.MaxRowsPerRowGroup(100*group))
	w.SetKeyValueMetadata("grapevine.version", s.Manifest.Version)
	w.SetKeyValueMetadata("grapevine.columns", strings.Join(shape.names, ",")) // in the order of the CSV
	for _, key := range slices.Sorted(maps.Keys(s.Manifest.Inputs)) {
		w.SetKeyValueMetadata("grapevine.sha256."+key, s.Manifest.Inputs[key])
	}
	var rows []parquet.Row
	flush := func() error {
		_, err := w.WriteRows(rows)
		rows = rows[:0]
		return err
	}
	err = results.Stream(path, none, func(cells []string) error {
		row := make(parquet.Row, len(cells))
		for i, cell := range cells {
			v, err := shape.value(i, cell)
			if err != nil {
				return err
			}
			there := 1
			if v.IsNull() {
				there = 0
			}
			row[at[i]] = v.Level(0, there, at[i])
		}
		if rows = append(rows, row); len(rows) == group {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return err
	}
	return w.Close()
}

func (s *shape) value(i int, cell string) (parquet.Value, error) {
	if cell == "" && (s.kinds[i] != phrase || s.empty[i]) {
		return parquet.NullValue(), nil
	}
	switch s.kinds[i] {
	case whole:
		n, err := strconv.ParseInt(cell, 10, 64)
		return parquet.Int64Value(n), err
	case real:
		x, err := strconv.ParseFloat(cell, 64)
		return parquet.DoubleValue(x), err
	}
	return parquet.ByteArrayValue([]byte(cell)), nil
}
