package sweep

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"grapevine/sim/results"
)

// Alone lets one process at a time put the shards of a folder together, and
// clears away what a kill left of an earlier attempt. The function it returns
// lets the next one in.
func Alone(dir string) (release func(), err error) {
	lock := flock.New(filepath.Join(dir, workName, "merge.lock"))
	free, err := lock.TryLock()
	if err != nil {
		return nil, results.Advise("lock", dir, err)
	}
	if !free {
		return nil, fmt.Errorf("another process merges %s: wait for it", dir)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*partial-*"))
	if err != nil {
		panic(err) // the pattern is ours
	}
	for _, path := range left {
		if err := os.RemoveAll(path); err != nil {
			lock.Unlock()
			return nil, results.Advise("clear", path, err)
		}
	}
	return func() { lock.Unlock() }, nil
}
