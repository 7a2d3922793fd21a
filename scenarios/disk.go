package scenarios

import (
	"io/fs"
	"os"
)

// Disk is where files are read from, and nothing is written. Any path will do that
// the operating system takes, absolute ones and those with ".." too.
var Disk fs.FS = disk{}

type disk struct{}

// Open implements fs.FS.
func (disk) Open(name string) (fs.File, error) { return os.Open(name) }

// Stat implements fs.StatFS: opening a pipe would wait for its other end.
func (disk) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }
