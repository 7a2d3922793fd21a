package experiment

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"

	"grapevine/sim/results"
)

// spool keeps the weekly tables of all runs on disk until the last replicate
// is in, because quantiles over replicates need all of them at once. In memory
// there is then one column of one strategy a worker: weeks × replicates × 8
// bytes.
type spool struct {
	file    *os.File
	columns int
	weeks   int
	offsets [][]int64 // by strategy, of the runs that did not fail
	end     int64
	buffer  []byte
}

func newSpool(dir string, strategies, columns, weeks int) (*spool, error) {
	f, err := os.CreateTemp(dir, "bands-*.tmp")
	if err != nil {
		return nil, results.Advise("keep weekly tables for", "bands.csv", err)
	}
	return &spool{file: f, columns: columns, weeks: weeks, offsets: make([][]int64, strategies)}, nil
}

// add appends the table of a run, column after column.
func (s *spool) add(strategy int, table []float64) error {
	s.buffer = s.buffer[:0]
	for _, x := range table {
		s.buffer = binary.LittleEndian.AppendUint64(s.buffer, math.Float64bits(x))
	}
	if _, err := s.file.Write(s.buffer); err != nil {
		return results.Advise("keep weekly tables for", "bands.csv", err)
	}
	s.offsets[strategy] = append(s.offsets[strategy], s.end)
	s.end += int64(len(s.buffer))
	return nil
}

// column returns a column of a strategy by week and replicate. It may be
// called by several workers at once.
func (s *spool) column(strategy, column int) ([][]float64, error) {
	weeks := make([][]float64, s.weeks)
	for w := range weeks {
		weeks[w] = make([]float64, len(s.offsets[strategy]))
	}
	part := make([]byte, 8*s.weeks)
	for r, at := range s.offsets[strategy] {
		if _, err := s.file.ReadAt(part, at+int64(column)*int64(len(part))); err != nil {
			return nil, fmt.Errorf("cannot read weekly tables back for bands.csv: %w", err)
		}
		for w := range weeks {
			weeks[w][r] = math.Float64frombits(binary.LittleEndian.Uint64(part[8*w:]))
		}
	}
	return weeks, nil
}

// remove deletes the file.
func (s *spool) remove() {
	s.file.Close()
	os.Remove(s.file.Name())
}
