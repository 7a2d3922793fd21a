package sweep

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"grapevine/sim/results"
)

const workName = "work"

// Shard is a share of a sweep's tasks: those from Low up to High, without it.
type Shard struct {
	Number, Of int // Number counts from 1
	Low, High  int
}

// Shard returns the i-th of n shares of the plan's tasks, i from 1. Shares are
// whole points as far as there are enough of them.
func (p *Plan) Shard(i, n int) (Shard, error) {
	if n < 1 || i < 1 || i > n {
		return Shard{}, fmt.Errorf("shard %d/%d: want i/n with 1 ≤ i ≤ n", i, n)
	}
	at := func(k int) int {
		if len(p.Points) >= n {
			return k * len(p.Points) / n * p.Replicates
		}
		return k * p.Tasks() / n
	}
	return Shard{i, n, at(i - 1), at(i)}, nil
}

// path returns where a shard's journal is.
func (s Shard) path(dir string) string {
	return filepath.Join(dir, workName, fmt.Sprintf("shard-%04d-of-%04d.journal", s.Number, s.Of))
}

// A journal is a file of records, each a task that ran: its number, its length,
// a checksum, and what came of it. Records are only ever added. A task may
// stand there more than once, after a failure that was tried again: the last
// record counts. What follows the last whole record is the trace of a kill, or
// of a disk that has turned a bit; it is cut off when the journal is opened to be
// gone on with, and what stood there is run again.
type journal struct {
	file   *os.File
	lock   *flock.Flock
	buffer *bufio.Writer
	path   string
	synced time.Time
	index  *index
	lost   *Damage // nil if all that was there could be read
}

const (
	magic      = "grapevine sweep journal 1\n"
	headLength = 16 // of a record: task, length, checksum
	longest    = 1 << 26
	// often is how much work a power cut may cost.
	often = 2 * time.Second
)

// openJournal opens a shard's journal to be added to, with what it holds.
func openJournal(dir string, plan *Plan, shard Shard) (*journal, error) {
	path := shard.path(dir)
	lock := flock.New(path + ".lock")
	free, err := lock.TryLock()
	if err != nil {
		return nil, results.Advise("lock", path, err)
	}
	if !free {
		return nil, fmt.Errorf("another process works on %s: wait for it, or name another folder with -o", path)
	}
	j, err := openLocked(path, plan, lock)
	if err != nil {
		lock.Unlock()
		return nil, err
	}
	return j, nil
}

func openLocked(path string, plan *Plan, lock *flock.Flock) (*journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, results.Advise("open", path, err)
	}
	there, end, err := scan(f, plan)
	var lost *Damage
	if err == nil {
		lost, err = damage(f, path, end, plan)
	}
	if err == nil {
		err = f.Truncate(end)
	}
	if err == nil {
		_, err = f.Seek(end, io.SeekStart)
	}
	if err == nil && end == 0 {
		_, err = io.WriteString(f, magic+plan.Hash()+"\n")
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &journal{file: f, lock: lock, buffer: bufio.NewWriterSize(f, 1<<16), path: path, synced: time.Now(), index: there, lost: lost}, nil
}

var errForeign = errors.New("the journal is of another sweep: remove it, or name another folder with -o")

// scan reads a journal up to its last whole record. A journal cut short within
// its heading is as good as none.
func scan(f *os.File, plan *Plan) (*index, int64, error) {
	heading := magic + plan.Hash() + "\n"
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, 0, err
	}
	r := bufio.NewReaderSize(f, 1<<18)
	got := make([]byte, len(heading))
	n, err := io.ReadFull(r, got)
	switch {
	case n < len(heading) && string(got[:n]) == heading[:n]:
		return newIndex(), 0, nil
	case err != nil || string(got) != heading:
		return nil, 0, errForeign
	}
	there := newIndex()
	at := int64(len(heading))
	head := make([]byte, headLength)
	var payload []byte
	for {
		if _, err := io.ReadFull(r, head); err != nil {
			return there, at, nil
		}
		task, length := binary.LittleEndian.Uint64(head), binary.LittleEndian.Uint32(head[8:])
		if length == 0 || length > longest || task >= uint64(plan.Tasks()) {
			return there, at, nil
		}
		if cap(payload) < int(length) {
			payload = make([]byte, length)
		}
		payload = payload[:length]
		if _, err := io.ReadFull(r, payload); err != nil || checksum(head, payload) != binary.LittleEndian.Uint32(head[12:]) {
			return there, at, nil
		}
		there.set(int(task), entry{offset: at + headLength, length: int32(length), failed: payload[0] != 0})
		at += headLength + int64(length)
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(head, payload []byte) uint32 {
	return crc32.Update(crc32.Checksum(head[:12], castagnoli), castagnoli, payload)
}

// add writes what came of a task.
func (j *journal) add(task int, payload []byte) error {
	head := make([]byte, headLength)
	binary.LittleEndian.PutUint64(head, uint64(task))
	binary.LittleEndian.PutUint32(head[8:], uint32(len(payload)))
	binary.LittleEndian.PutUint32(head[12:], checksum(head, payload))
	for _, part := range [][]byte{head, payload} {
		if _, err := j.buffer.Write(part); err != nil {
			return results.Advise("write", j.path, err)
		}
	}
	j.index.set(task, entry{length: int32(len(payload)), failed: payload[0] != 0})
	if time.Since(j.synced) > often {
		return j.sync()
	}
	return nil
}

func (j *journal) sync() error {
	j.synced = time.Now()
	err := j.buffer.Flush()
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return results.Advise("write", j.path, err)
	}
	return nil
}

// close puts what was added on the disk. The file of the lock stays: were it
// removed, two others could each lock a file of that name.
func (j *journal) close() error {
	err := j.sync()
	if closing := j.file.Close(); err == nil {
		err = closing
	}
	j.lock.Unlock()
	return err
}
