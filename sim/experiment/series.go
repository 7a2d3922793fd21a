package experiment

import (
	"fmt"
	"io"
	"slices"

	"grapevine/sim/results"
)

// series writes series.csv as runs come in, and bands.csv when all are there.
type series struct {
	weekly
	folder *results.Folder
	spool  *spool
}

// write adds the runs of a replicate.
func (s *series) write(r *Replicate) error {
	if s.table == nil {
		header := s.begin(r)
		if header == nil {
			return nil
		}
		var err error
		if s.spool, err = newSpool(s.folder.Staging(), len(r.Outcomes), len(s.columns), len(s.weeks)); err != nil {
			return err
		}
		if s.table, err = s.folder.Table("series.csv", header...); err != nil {
			return err
		}
	}
	for i, o := range r.Outcomes {
		if o.Err != nil {
			continue
		}
		if err := s.run(r.Number, i, o); err != nil {
			return err
		}
		if err := s.spool.add(i, s.block); err != nil {
			return err
		}
	}
	return nil
}

// WriteSeries writes series.csv of some replicates, the same bytes as a run of a
// design with these. Only their columns and weekly tables are read.
func WriteSeries(to io.Writer, design Design, runs []*Replicate) error {
	d := design.filled()
	s := &weekly{d: &d}
	for _, r := range runs {
		if s.table == nil {
			header := s.begin(r)
			if header == nil {
				continue
			}
			var err error
			if s.table, err = results.NewWriter(to, header...); err != nil {
				return err
			}
		}
		for i, o := range r.Outcomes {
			if o.Err != nil {
				continue
			}
			if err := s.run(r.Number, i, o); err != nil {
				return err
			}
		}
	}
	if s.table == nil {
		return nil
	}
	return s.table.Close()
}

// weekly writes the weekly tables of runs, one under the other. The columns are
// those of the first replicate in which a run succeeds, of all strategies
// together; a strategy without a column has 0 in it.
type weekly struct {
	d       *Design
	columns []string
	weeks   []int   // that are written
	from    [][]int // by strategy, where its column i is found in its table, or -1
	own     [][]string
	table   *results.Writer
	block   []float64 // of the last run: columns × written weeks
}

// begin lays the columns out and returns the header, once there is a run to tell
// them.
func (s *weekly) begin(r *Replicate) []string {
	length := 0
	for _, o := range r.Outcomes {
		if o.Err != nil {
			continue
		}
		for _, c := range o.Columns {
			if !slices.Contains(s.columns, c) {
				s.columns = append(s.columns, c)
			}
		}
		length = max(length, len(o.Weekly)/len(o.Columns))
	}
	if length == 0 {
		return nil
	}
	for week := range length {
		if week%s.d.RecordEvery == 0 || week == length-1 {
			s.weeks = append(s.weeks, week)
		}
	}
	s.from, s.own = make([][]int, len(r.Outcomes)), make([][]string, len(r.Outcomes))
	s.block = make([]float64, len(s.columns)*len(s.weeks))
	return append([]string{"strategy", "replicate", "seed", "week"}, s.columns...)
}

// run writes one run.
func (s *weekly) run(replicate, strategy int, o *Outcome) error {
	if err := s.place(replicate, strategy, o); err != nil {
		return err
	}
	length := len(o.Weekly) / len(o.Columns)
	rows := len(s.weeks)
	for c, from := range s.from[strategy] {
		for k, week := range s.weeks {
			x := 0.0
			if from >= 0 {
				x = o.Weekly[from*length+week]
			}
			s.block[c*rows+k] = x
		}
	}
	name := s.d.Strategies[strategy].Name
	for k, week := range s.weeks {
		s.table.Text(name).Int(replicate).Uint(s.d.Seed).Int(week)
		for c := range s.columns {
			s.table.Float(s.block[c*rows+k])
		}
		if err := s.table.End(); err != nil {
			return err
		}
	}
	return nil
}

// place finds the columns of the table in that of a strategy.
func (s *weekly) place(replicate, strategy int, o *Outcome) error {
	if s.from[strategy] != nil && slices.Equal(o.Columns, s.own[strategy]) {
		return nil
	}
	name := s.d.Strategies[strategy].Name
	if length := len(o.Weekly) / len(o.Columns); length != s.weeks[len(s.weeks)-1]+1 {
		return fmt.Errorf("strategy %q has %d weeks, the others %d: want the same", name, length-1, s.weeks[len(s.weeks)-1])
	}
	for _, c := range o.Columns {
		if !slices.Contains(s.columns, c) {
			return fmt.Errorf("strategy %q counts %q in replicate %d, which no run of the first replicate did", name, c, replicate)
		}
	}
	s.own[strategy] = o.Columns
	s.from[strategy] = make([]int, len(s.columns))
	for i, c := range s.columns {
		s.from[strategy][i] = slices.Index(o.Columns, c)
	}
	return nil
}
