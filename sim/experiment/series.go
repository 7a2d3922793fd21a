package experiment

import (
	"fmt"
	"slices"

	"grapevine/sim/results"
)

// series writes series.csv as runs come in, and bands.csv when all are there.
// The columns are those of the first replicate in which a run succeeds, of all
// strategies together; a strategy without a column has 0 in it.
type series struct {
	d       *Design
	folder  *results.Folder
	columns []string
	weeks   []int   // that are written
	from    [][]int // by strategy, where its column i is found in its table, or -1
	own     [][]string
	table   *results.Writer
	spool   *spool
	block   []float64 // of one run: columns × written weeks
}

// write adds the runs of a replicate.
func (s *series) write(r *Replicate) error {
	if s.table == nil {
		if err := s.open(r); err != nil || s.table == nil {
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
	return nil
}

// open writes the header, once there is a run to tell the columns.
func (s *series) open(r *Replicate) error {
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
	var err error
	if s.spool, err = newSpool(s.folder.Staging(), len(r.Outcomes), len(s.columns), len(s.weeks)); err != nil {
		return err
	}
	s.table, err = s.folder.Table("series.csv", append([]string{"strategy", "replicate", "seed", "week"}, s.columns...)...)
	return err
}

// run writes one run.
func (s *series) run(replicate, strategy int, o *Outcome) error {
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
	return s.spool.add(strategy, s.block)
}

// place finds the columns of the table in that of a strategy.
func (s *series) place(replicate, strategy int, o *Outcome) error {
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
