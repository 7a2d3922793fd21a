package sweep

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// Damage is what a disk has done to a journal: from a byte on it cannot be
// trusted, though more was written than a kill leaves half done.
type Damage struct {
	Path  string
	From  int64 // the first byte that cannot be read
	Tasks int   // records that stood there, by the length that they have if no run failed
}

// String says it: "work/shard-0001-of-0001.journal is damaged from byte 5120 on,
// where 7 tasks stood".
func (d Damage) String() string {
	tasks := "one task"
	if d.Tasks != 1 {
		tasks = fmt.Sprintf("%d tasks", d.Tasks)
	}
	return fmt.Sprintf("%s is damaged from byte %d on, where %s stood", d.Path, d.From, tasks)
}

// damage tells what follows the last whole record of a journal: nil if it is
// nothing, or the beginning of a record, as a kill leaves it.
func damage(f *os.File, path string, end int64, plan *Plan) (*Damage, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	left := info.Size() - end
	if end == 0 || left <= 0 {
		return nil, nil // without a heading there never was a record
	}
	usual := plan.record()
	head := make([]byte, headLength)
	n, err := f.ReadAt(head, end)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(head[8:]))
	switch {
	case n < headLength:
		return nil, nil
	case left < headLength+length && left < usual:
		return nil, nil
	}
	return &Damage{path, end, int(max(1, (left+usual/2)/usual))}, nil
}

// record returns the length of the record of a task whose runs all worked.
func (p *Plan) record() int64 {
	return headLength + 1 + int64(len(p.Strategies))*(1+8*int64(len(p.Metrics)))
}
