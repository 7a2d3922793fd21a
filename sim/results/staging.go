package results

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

const (
	stagingMark = ".partial-"
	lockEnding  = ".lock"
	oldEnding   = ".old"
)

// A staging place is where a folder or a file gathers. The lock beside it tells,
// whatever end its process came to, that nobody works on it any more: the system
// takes a lock from the dead. Beside .NAME.partial-X stands .NAME.partial-X.lock
// and, for the moment in which results are replaced, .NAME.partial-X.old.
type staging struct {
	path string
	lock *flock.Flock // nil where the file system has no locks: then what a kill leaves stays
}

// stage finds a place, with nothing there yet, for what will be NAME below a
// parent.
func stage(parent, name string) (staging, error) {
	for {
		mark, err := os.CreateTemp(parent, "."+name+stagingMark+"*"+lockEnding)
		if err != nil {
			return staging{}, err
		}
		mark.Close()
		s := staging{path: strings.TrimSuffix(mark.Name(), lockEnding), lock: flock.New(mark.Name())}
		locked, err := s.lock.TryLock()
		if err == nil && !locked {
			continue // somebody takes it for a dead one's: it is theirs to remove
		}
		if err != nil {
			os.Remove(mark.Name())
			s.lock = nil
		}
		return s, nil
	}
}

// release tells others that nobody works here any more. Nothing may be left
// there by then.
func (s staging) release() {
	if s.lock != nil {
		s.lock.Close()
		os.Remove(s.lock.Path())
	}
}

// clearDead removes what killed processes left of NAME. Results
// that had stepped aside for new ones, when the kill came before those were in
// place, come back. What cannot be removed is left: it is in nobody's way.
func clearDead(parent, name string) {
	entries, _ := os.ReadDir(parent)
	for _, e := range entries {
		stem, isLock := strings.CutSuffix(e.Name(), lockEnding)
		if !isLock || !strings.HasPrefix(stem, "."+name+stagingMark) {
			continue
		}
		lock := flock.New(filepath.Join(parent, e.Name()))
		if free, err := lock.TryLock(); err != nil || !free {
			lock.Close()
			continue
		}
		left := filepath.Join(parent, stem)
		target := filepath.Join(parent, name)
		if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
			_ = os.Rename(left+oldEnding, target)
		}
		gone := errors.Join(os.RemoveAll(left), os.RemoveAll(left+oldEnding))
		lock.Close()
		if gone == nil {
			os.Remove(lock.Path())
		}
	}
}

// Leftover reports whether a path within a results folder is of something that
// gathers, or whose process was killed while it did: no part of the results.
func Leftover(name string) bool {
	base := path.Base(filepath.ToSlash(name))
	return strings.HasPrefix(base, ".") && strings.Contains(base, stagingMark)
}
