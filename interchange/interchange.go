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
	"strconv"
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

// Named returns a format by its name, or an error that names those there are.
func Named(name string) (Format, error) {
	k := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if k < 0 {
		var names []string
		for _, f := range Formats {
			names = append(names, f.Name)
		}
		return Format{}, fmt.Errorf("there is no format %q: want one of %s", name, strings.Join(names, ", "))
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

// runs streams the runs of a folder with the columns that identify them apart:
// the settings (factors and strategy) and the responses.
func (s *Source) runs(header func(settings, responses []string) error, row func(run, replicate int, settings, responses []string) error) error {
	path, err := s.table("runs")
	if err != nil {
		return err
	}
	var replicate int
	var setting, response []int
	pick := func(cells []string, which []int) []string {
		all := make([]string, len(which))
		for k, i := range which {
			all[k] = cells[i]
		}
		return all
	}
	number := 0
	return results.Stream(path, func(columns []string) error {
		for i, c := range columns {
			switch {
			case c == "replicate":
				replicate = i
			case c == "strategy" || slices.ContainsFunc(s.Factors, func(f Factor) bool { return f.Key == c }):
				setting = append(setting, i)
			case c == "point" || c == "seed":
			default:
				response = append(response, i)
			}
		}
		return header(pick(columns, setting), pick(columns, response))
	}, func(cells []string) error {
		k, err := strconv.Atoi(cells[replicate])
		if err != nil {
			return err
		}
		number++
		return row(number, k, pick(cells, setting), pick(cells, response))
	})
}

// none is a header or row that nobody needs.
func none([]string) error { return nil }
