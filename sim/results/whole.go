package results

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// WriteWhole writes a file that is there whole or not at all, as a report or a
// graph: it gathers under another name beside it, and takes its own when it is
// on the disk. What was there under that name stays until then.
func WriteWhole(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return through(path, write)
	}
	parent, name := filepath.Dir(path), filepath.Base(path)
	clearDead(parent, name)
	place, err := stage(parent, name)
	if err != nil {
		return Advise("write", path, err)
	}
	defer place.release()
	f, err := os.OpenFile(place.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return Advise("write", path, err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(place.path, path)
	}
	if err != nil {
		os.Remove(place.path)
		return Advise("write", path, err)
	}
	return nil
}

// through writes into what is no file, as /dev/stdout or a pipe: it cannot be
// replaced.
func through(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return Advise("write", path, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return Advise("write", path, err)
	}
	return nil
}
