package interchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"grapevine/sim/results"
)

// Problem is what SALib (Herman & Usher 2017) calls one: the factors of a
// design. Levels is ours: what the numbers 0, 1, … of a factor stand for whose
// values are no numbers.
type Problem struct {
	Variables int                 `json:"num_vars"`
	Names     []string            `json:"names"`
	Bounds    [][2]float64        `json:"bounds"`
	Levels    map[string][]string `json:"levels,omitempty"`
}

// What files of SALib may be at most.
const (
	mostBytes   = 16 << 20   // of a problem
	mostLine    = 1 << 20    // bytes of a line of samples
	mostNumbers = 20_000_000 // of samples
)

// ReadProblem reads a problem as JSON. What else SALib keeps in it, as groups
// and distributions, says how the sample was drawn, and is passed over.
func ReadProblem(from io.Reader) (*Problem, error) {
	text, err := io.ReadAll(io.LimitReader(from, mostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostBytes {
		return nil, fmt.Errorf("more than %d bytes: want a problem, as {\"num_vars\": 2, \"names\": [\"talk.rate\", …], \"bounds\": [[0, 1], …]}", mostBytes)
	}
	p := &Problem{}
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte(byteOrderMark)), p); err != nil {
		return nil, fmt.Errorf("%s: want a problem as JSON, as {\"num_vars\": 2, \"names\": [\"talk.rate\", …], \"bounds\": [[0, 1], …]}", placed(text, err))
	}
	if len(p.Names) == 0 || p.Variables != 0 && p.Variables != len(p.Names) {
		return nil, fmt.Errorf("num_vars is %d and there are %d names: want as many, and one at least", p.Variables, len(p.Names))
	}
	for i, name := range p.Names {
		if name == "" || slices.Contains(p.Names[:i], name) {
			return nil, fmt.Errorf("names has %q as number %d: want keys of the scenario, each once", name, i+1)
		}
	}
	return p, nil
}

const byteOrderMark = "\ufeff"

// placed begins what is wrong with a text of JSON with its line.
func placed(text []byte, err error) string {
	at := int64(len(text))
	var syntax *json.SyntaxError
	var sort *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &sort):
		at = sort.Offset
	}
	line := 1 + bytes.Count(text[:min(at, int64(len(text)))], []byte("\n"))
	return fmt.Sprintf("line %d: %v", line, err)
}

// ReadSamples reads the points of a problem as the scenario spells their
// levels, a line a point: numbers apart by blanks or commas, as numpy.savetxt
// writes them; what follows a # is a comment.
func (p *Problem) ReadSamples(from io.Reader) ([][]string, error) {
	var all [][]string
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, mostLine)
	n := 0
	for lines.Scan() {
		n++
		text := lines.Text()
		if n == 1 {
			text = strings.TrimPrefix(text, byteOrderMark)
		}
		text, _, _ = strings.Cut(text, "#")
		cells := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' || r == '\r' })
		if len(cells) == 0 {
			continue
		}
		if len(cells) != len(p.Names) {
			return nil, fmt.Errorf("line %d has %d numbers: want %d, one a factor, with points, not commas, within them", n, len(cells), len(p.Names))
		}
		if (len(all)+1)*len(cells) > mostNumbers {
			return nil, fmt.Errorf("line %d: more than %d numbers: want fewer points", n, mostNumbers)
		}
		point := make([]string, len(cells))
		for i, cell := range cells {
			level, err := p.level(i, cell)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			point[i] = level
		}
		all = append(all, point)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("line %d has more than %d bytes: want a line a point", n+1, mostLine)
	case err != nil:
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	case len(all) == 0:
		return nil, errors.New("there is no point: want a line of numbers for each")
	}
	return all, nil
}

func (p *Problem) level(i int, cell string) (string, error) {
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil || x-x != 0 {
		return "", fmt.Errorf("%s = %.60q: want a finite number", p.Names[i], cell)
	}
	levels := p.Levels[p.Names[i]]
	if levels == nil {
		return strconv.FormatFloat(x, 'g', -1, 64), nil
	}
	if x < 0 || x >= float64(len(levels)) {
		return "", fmt.Errorf("%s = %.60s: want 0 or more and below %d, the number of its levels", p.Names[i], cell, len(levels))
	}
	return levels[int(x)], nil
}

// Numbers reports whether all values of a factor are numbers.
func Numbers(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool {
		_, err := strconv.ParseFloat(plain(v), 64)
		return err != nil
	})
}

// plain leaves the underscores out that a scenario may have within numbers.
func plain(number string) string { return strings.ReplaceAll(number, "_", "") }

// ends returns the least and the greatest of some numbers.
func ends(values []string) [2]float64 {
	var all []float64
	for _, v := range values {
		x, _ := strconv.ParseFloat(plain(v), 64) // they are numbers
		all = append(all, x)
	}
	return [2]float64{slices.Min(all), slices.Max(all)}
}

// problem describes the factors of a sweep. A factor of words has their
// places in the list for numbers.
func (s *Source) problem() (*Problem, error) {
	if s.Factors == nil {
		return nil, fmt.Errorf("%s is no sweep: SALib wants factors that were varied", s.Dir)
	}
	p := &Problem{Variables: len(s.Factors), Levels: map[string][]string{}}
	for _, f := range s.Factors {
		p.Names = append(p.Names, f.Key)
		bounds := [2]float64{f.Min, f.Max}
		if f.Values != nil {
			if Numbers(f.Values) {
				bounds = ends(f.Values)
			} else {
				p.Levels[f.Key], bounds = f.Values, [2]float64{0, float64(len(f.Values))}
			}
		}
		p.Bounds = append(p.Bounds, bounds)
	}
	return p, nil
}

// writeSALib writes the design of a sweep as a problem and its samples, and
// what came out at each of them: a column a strategy and metric, the mean over
// the replicates.
func writeSALib(s *Source, create func(name string) (*results.File, error)) error {
	p, err := s.problem()
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	to, err := create("problem.json")
	if err != nil {
		return err
	}
	if _, err := to.Write(append(text, '\n')); err != nil {
		return err
	}
	if err := to.Close(); err != nil {
		return err
	}
	if err := s.samples(p, create); err != nil {
		return err
	}
	return s.responses(create)
}

func (s *Source) samples(p *Problem, create func(name string) (*results.File, error)) error {
	path, err := s.table("points")
	if err != nil {
		return err
	}
	to, err := create("samples.txt")
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	err = results.Stream(path, none, func(cells []string) error {
		for i, level := range cells[1:] {
			if level == "" {
				return fmt.Errorf("point %s leaves %s at the scenario's own value, which SALib has no word for: take another design than oat", cells[0], p.Names[i])
			}
			if k := slices.Index(p.Levels[p.Names[i]], level); k >= 0 {
				level = strconv.Itoa(k)
			} else {
				level = plain(level)
			}
			if i > 0 {
				w.WriteByte(' ')
			}
			w.WriteString(level)
		}
		return w.WriteByte('\n')
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return to.Close()
}

// responses writes the means of summary.csv, whose rows go point by point.
func (s *Source) responses(create func(name string) (*results.File, error)) error {
	path, err := s.table("summary")
	if err != nil {
		return err
	}
	to, err := create("responses.csv")
	if err != nil {
		return err
	}
	var strategy, metric, mean int
	var columns, row []string
	var w *results.Writer
	at := ""
	end := func() (err error) {
		if at == "" {
			return nil
		}
		if w == nil {
			if w, err = results.NewWriter(to, columns...); err != nil {
				return err
			}
		}
		if len(row) != len(columns) {
			return fmt.Errorf("%s: point %s has %d responses, want %d", path, at, len(row), len(columns))
		}
		for _, cell := range row {
			w.Text(cell)
		}
		row = row[:0]
		return w.End()
	}
	err = results.Stream(path, func(header []string) error {
		strategy, metric, mean = slices.Index(header, "strategy"), slices.Index(header, "metric"), slices.Index(header, "mean")
		if min(strategy, metric, mean) < 0 {
			return fmt.Errorf("%s has no columns strategy, metric and mean", path)
		}
		return nil
	}, func(cells []string) error {
		if cells[0] != at {
			if err := end(); err != nil {
				return err
			}
			at = strings.Clone(cells[0])
		}
		if w == nil {
			columns = append(columns, cells[strategy]+": "+cells[metric])
		}
		row = append(row, cells[mean])
		return nil
	})
	if err != nil {
		return err
	}
	if err := end(); err != nil {
		return err
	}
	if w == nil {
		return fmt.Errorf("%s has no rows", path)
	}
	return w.Close()
}
