// Package interchange writes the tables of a results folder as other tools of
// the field write theirs, so that what reads those reads ours.
package interchange

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"grapevine/sim/results"
)

// Source is a results folder, of a run or of a sweep.
type Source struct {
	Dir      string
	Manifest results.Manifest
	Factors  []Factor // of a sweep, in the order of their columns; nil of a run
}

// Factor is a key that a sweep varied.
type Factor struct {
	Key      string
	Min, Max float64
	Values   []string // nil for a range
}

// Format is one way to write a folder.
type Format struct {
	Name  string
	About string // one line
	// Write writes the source's tables by new files.
	Write func(s *Source, create func(name string) (*results.File, error)) error
}

// Formats lists the formats.
var Formats = []Format{
	{"parquet", "every table as Parquet, typed, with version and hashes as key-value metadata", writeParquet},
	{"mesa", "data_collector.csv as the batch_run of Mesa returns it: RunId, iteration, Step", writeMesa},
	{"netlogo-table", "table.csv as BehaviorSpace of NetLogo writes it", writeNetLogo},
	{"salib", "problem.json, samples.txt and responses.csv for SALib; of a sweep", writeSALib},
}

// Named returns a format by its name.
func Named(name string) (Format, error) {
	k := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if k < 0 {
		return Format{}, fmt.Errorf("there is no format %q", name)
	}
	return Formats[k], nil
}

// table returns the path of a table, packed or not.
func (s *Source) table(name string) (string, error) {
	for _, end := range []string{".csv", ".csv.zst", ".csv.gz"} {
		path := filepath.Join(s.Dir, name+end)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%s holds no %s.csv", s.Dir, name)
}

// tables lists the folder's tables by name.
func (s *Source) tables() ([]string, error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if name, _, is := strings.Cut(e.Name(), ".csv"); is && !e.IsDir() && !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// none is a header or row that nobody needs.
func none([]string) error { return nil }
