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
//
// Tables go to the disk in blocks of some runs of a strategy, column after
// column and in each run after run, so that a column is read back in few pieces
// however small the tables are.
type spool struct {
	file    *os.File
	columns int
	weeks   int
	batch   int       // runs in a full block
	blocks  [][]int64 // by strategy: where they begin
	runs    []int     // by strategy: that did not fail
	open    [][]byte  // by strategy: the block being filled
	end     int64
}

// blockSize is about how many bytes of a strategy's tables wait in memory.
const blockSize = 1 << 18

func newSpool(dir string, strategies, columns, weeks int) (*spool, error) {
	f, err := os.CreateTemp(dir, "bands-*.tmp")
	if err != nil {
		return nil, results.Advise("keep weekly tables for", "bands.csv", err)
	}
	return &spool{
		file: f, columns: columns, weeks: weeks, batch: max(1, blockSize/(8*columns*weeks)),
		blocks: make([][]int64, strategies), runs: make([]int, strategies), open: make([][]byte, strategies),
	}, nil
}

// piece returns where the weeks of a column of a run begin in a block.
func (s *spool) piece(column, run int) int { return 8 * s.weeks * (column*s.batch + run) }

// add appends the table of a run, column after column.
func (s *spool) add(strategy int, table []float64) error {
	if s.open[strategy] == nil {
		s.open[strategy] = make([]byte, s.piece(s.columns, 0))
	}
	at := s.runs[strategy] % s.batch
	for c := range s.columns {
		to := s.open[strategy][s.piece(c, at):]
		for w, x := range table[c*s.weeks : (c+1)*s.weeks] {
			binary.LittleEndian.PutUint64(to[8*w:], math.Float64bits(x))
		}
	}
	if s.runs[strategy]++; at == s.batch-1 {
		return s.flush(strategy)
	}
	return nil
}

// flush writes the block of a strategy that is being filled.
func (s *spool) flush(strategy int) error {
	if _, err := s.file.Write(s.open[strategy]); err != nil {
		return results.Advise("keep weekly tables for", "bands.csv", err)
	}
	s.blocks[strategy] = append(s.blocks[strategy], s.end)
	s.end += int64(len(s.open[strategy]))
	return nil
}

// close writes what is still in memory.
func (s *spool) close() error {
	for i, n := range s.runs {
		if n%s.batch == 0 {
			continue
		}
		if err := s.flush(i); err != nil {
			return err
		}
	}
	return nil
}

// column returns a column of a strategy by week and replicate, once the spool
// is closed. It may be called by several workers at once.
func (s *spool) column(strategy, column int) ([][]float64, error) {
	weeks := make([][]float64, s.weeks)
	for w := range weeks {
		weeks[w] = make([]float64, s.runs[strategy])
	}
	part := make([]byte, s.piece(1, 0))
	for k, at := range s.blocks[strategy] {
		if _, err := s.file.ReadAt(part, at+int64(s.piece(column, 0))); err != nil {
			return nil, fmt.Errorf("cannot read weekly tables back for bands.csv: %w", err)
		}
		first := k * s.batch
		for r := first; r < min(first+s.batch, s.runs[strategy]); r++ {
			of := part[s.piece(0, r-first):]
			for w := range weeks {
				weeks[w][r] = math.Float64frombits(binary.LittleEndian.Uint64(of[8*w:]))
			}
		}
	}
	return weeks, nil
}

// remove deletes the file.
func (s *spool) remove() {
	s.file.Close()
	os.Remove(s.file.Name())
}
