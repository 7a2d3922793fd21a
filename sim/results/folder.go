// Package results keeps what a run has found: a folder of tables that is
// written whole or not at all, and read back by whoever draws or compares.
package results

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
)

// Folder is a results folder in the making. Its files gather in a hidden
// staging folder beside the target; [Folder.Commit] renames that into place, so
// nobody ever meets half a result. Files may be written by several goroutines,
// each its own.
type Folder struct {
	target  string // as the user named it
	staging string
	work    staging // what staging is of, with its lock; zero within a folder
	force   bool
	within  bool // the files go into the target, beside what is there

	mutex sync.Mutex
	files map[string]*File
	done  bool
}

// Create begins a results folder. A target that holds anything is refused
// unless force is set and Grapevine wrote it: then it is replaced whole at
// Commit, and kept as it is until then.
func Create(target string, force bool) (*Folder, error) {
	absolute, err := filepath.Abs(target)
	if err != nil {
		return nil, Advise("make the results folder", target, err)
	}
	parent, name := filepath.Split(absolute)
	clearDead(parent, name)
	if err := mayReplace(target, force); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, Advise("make the results folder", target, err)
	}
	work, err := stage(parent, name)
	if err != nil {
		return nil, Advise("make the results folder", target, err)
	}
	if err := os.Mkdir(work.path, 0o755); err != nil {
		work.release()
		return nil, Advise("make the results folder", target, err)
	}
	return &Folder{target: target, staging: work.path, work: work, force: force, files: map[string]*File{}}, nil
}

// Within begins results that go into a folder which is there already, beside
// what it holds, as the tables of a sweep beside its journals. Each file is put
// in place whole at Commit, the manifest last.
func Within(target string) (*Folder, error) {
	staging, err := os.MkdirTemp(target, stagingMark)
	if err != nil {
		return nil, Advise("write into", target, err)
	}
	return &Folder{target: target, staging: staging, within: true, files: map[string]*File{}}, nil
}

// mayReplace says why a target must be left alone, if it must.
func mayReplace(target string, force bool) error {
	state, err := stateOf(target)
	switch {
	case err != nil:
		return Advise("use the results folder", target, err)
	case state == free:
		return nil
	case state == file:
		return fmt.Errorf("%s is a file, want a folder: name another with -o", target)
	case state == ours && force:
		return nil
	case state == ours:
		return fmt.Errorf("%s holds results already: add --force to replace them, or name another folder with -o", target)
	case force:
		return fmt.Errorf("%s holds files that Grapevine did not write (no manifest.json of ours): --force will not replace them; name another folder with -o", target)
	}
	return fmt.Errorf("%s is not empty: name another folder with -o", target)
}

type state int

const (
	free    state = iota // absent, or an empty folder
	file                 // not a folder
	ours                 // a folder with a manifest of Grapevine
	foreign              // a folder with anything else
)

func stateOf(target string) (state, error) {
	info, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return free, nil
	case err != nil:
		return foreign, err
	case !info.IsDir():
		return file, nil
	}
	entries, err := os.ReadDir(target)
	switch {
	case err != nil:
		return foreign, err
	case len(entries) == 0:
		return free, nil
	}
	if m, _ := ReadManifest(target); m.Tool == Tool { // of whichever format
		return ours, nil
	}
	return foreign, nil
}

// NextFree returns the path itself if nothing is there, else the first free
// one of path-2, path-3, ….
func NextFree(path string) string {
	next := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(next); err != nil {
			return next
		}
		next = fmt.Sprintf("%s-%d", path, n)
	}
}

// Staging returns where the files are until Commit, for plots that are drawn
// from tables already closed.
func (f *Folder) Staging() string { return f.staging }

// Target returns where the results are (or will be).
func (f *Folder) Target() string { return f.target }

// Create opens a file of the folder for writing, as "series.csv" or
// "plots/profit.svg". A name ending in .gz or .zst is compressed.
func (f *Folder) Create(name string) (*File, error) {
	if !filepath.IsLocal(name) {
		panic(fmt.Sprintf("results: file name %q leaves the folder", name))
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.done {
		panic("results: a file after Commit or Discard: " + name)
	}
	if f.files[name] != nil {
		panic("results: file made twice: " + name)
	}
	path := filepath.Join(f.staging, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, f.advise(name, err)
	}
	file, err := create(path)
	if err != nil {
		return nil, f.advise(name, err)
	}
	file.fault = func(err error) error { return f.advise(name, err) }
	f.files[name] = file
	return file, nil
}

// Table opens a table of the folder and writes its header.
func (f *Folder) Table(name string, columns ...string) (*Writer, error) {
	file, err := f.Create(name)
	if err != nil {
		return nil, err
	}
	w, err := NewWriter(file, columns...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	file.table = w
	return w, nil
}

// WriteFile writes a whole file of the folder.
func (f *Folder) WriteFile(name string, data []byte) error {
	file, err := f.Create(name)
	if err != nil {
		return err
	}
	if _, err := file.Write(data); err != nil {
		return err
	}
	return file.Close()
}

// Commit closes what is open, adds manifest.json with the hash of every
// result, and puts the folder in its place. If another run has meanwhile taken
// the target, the results go to the next free name rather than be lost:
// Target says where.
func (f *Folder) Commit(m Manifest) error {
	m.Tool, m.Format, m.Files = Tool, Format, map[string]string{}
	for name, file := range f.files {
		if err := file.finish(); err != nil {
			return err
		}
		if !derived(name) {
			m.Files[name] = file.Hash()
		}
	}
	if err := f.WriteFile(manifestName, m.JSON()); err != nil {
		return err
	}
	for _, file := range f.files {
		if err := file.wait(); err != nil {
			return err
		}
	}
	place := f.place
	if f.within {
		place = f.placeWithin
	}
	if err := place(); err != nil {
		return Advise("put the results in place", f.target, err)
	}
	f.work.release()
	f.done = true
	return nil
}

// place renames the staging folder to the target. An old folder steps aside
// first and is removed last, so that there is no moment at which neither
// exists on the disk under some name.
func (f *Folder) place() error {
	for {
		if mayReplace(f.target, f.force) != nil {
			f.target = NextFree(f.target)
		}
		aside := f.staging + oldEnding
		moved := os.Rename(f.target, aside)
		if moved != nil && !errors.Is(moved, fs.ErrNotExist) {
			return moved
		}
		err := os.Rename(f.staging, f.target)
		switch {
		case err == nil:
			syncFolder(filepath.Dir(f.target))
			return os.RemoveAll(aside)
		case moved == nil:
			return errors.Join(err, os.Rename(aside, f.target))
		case errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTEMPTY):
			continue // another run was quicker by a hair
		}
		return err
	}
}

// placeWithin renames file by file into the target, the manifest last: as long
// as it is not there, the others are no results.
func (f *Folder) placeWithin() error {
	names := slices.Sorted(maps.Keys(f.files))
	if old, err := ReadManifest(f.target); err == nil {
		for name := range old.Files {
			if f.files[name] == nil && filepath.IsLocal(name) {
				os.Remove(filepath.Join(f.target, filepath.FromSlash(name))) // of an earlier merge, and no result any more
			}
		}
	}
	names = append(slices.DeleteFunc(names, func(n string) bool { return n == manifestName }), manifestName)
	for _, name := range names {
		to := filepath.Join(f.target, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(f.staging, filepath.FromSlash(name)), to); err != nil {
			return err
		}
	}
	syncFolder(f.target)
	return os.RemoveAll(f.staging)
}

// Discard removes the staging folder. After Commit it does nothing, so it can
// be deferred.
func (f *Folder) Discard() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.done {
		return nil
	}
	f.done = true
	for _, file := range f.files {
		file.abandon()
	}
	err := os.RemoveAll(f.staging)
	f.work.release()
	return err
}

func (f *Folder) advise(name string, err error) error {
	return Advise("write", filepath.Join(f.target, name), err)
}

// Advise says what failed, why, and what the user can do about it.
func Advise(what, path string, err error) error {
	advice := "name another folder with -o"
	switch {
	case errors.Is(err, syscall.ENOSPC):
		advice = "the disk is full: free some space, or name a folder on another disk with -o"
	case errors.Is(err, syscall.EDQUOT):
		advice = "your share of the disk is used up: free some space, or name a folder on another disk with -o"
	case errors.Is(err, syscall.EFBIG):
		advice = "no file may be as large here: raise the limit (ulimit -f), write less (record_every in the scenario), or name a folder elsewhere with -o"
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		advice = "too many files are open: raise the limit (ulimit -n) and run again"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		advice = "you may not write there: name another folder with -o"
	case errors.Is(err, syscall.ENOTDIR):
		advice = "part of the path is a file: name another folder with -o"
	}
	var inner *fs.PathError
	var renamed *os.LinkError
	switch { // the path of the staging folder means nothing to the user
	case errors.As(err, &inner):
		err = inner.Err
	case errors.As(err, &renamed):
		err = renamed.Err
	}
	return fmt.Errorf("cannot %s %s: %w; %s", what, path, err, advice)
}

// syncFolder asks that a rename outlive a power cut, where the system can.
func syncFolder(path string) {
	if d, err := os.Open(path); err == nil {
		d.Sync()
		d.Close()
	}
}
