package results

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// File is one file of a results folder: buffered, hashed while written. Once it is
// closed it is on its way to the disk, and others may be written meanwhile.
type File struct {
	disk   *os.File
	hash   hash.Hash
	buffer *bufio.Writer
	press  io.WriteCloser // compresses into buffer; nil for a plain file
	table  *Writer        // writes into this file; nil if it is no table
	closed bool
	fault  func(error) error
	landed chan struct{} // closed when it is on the disk; nil before it is on its way
	lost   error         // why it is not, once landed
}

func create(path string) (*File, error) {
	disk, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	f := &File{disk: disk, hash: sha256.New()}
	f.buffer = bufio.NewWriterSize(io.MultiWriter(disk, f.hash), 1<<16)
	switch {
	case strings.HasSuffix(path, ".gz"):
		f.press = gzip.NewWriter(f.buffer)
	case strings.HasSuffix(path, ".zst"):
		// One thread, so that the bytes are the same on any number of cores.
		f.press, err = zstd.NewWriter(f.buffer, zstd.WithEncoderConcurrency(1))
	}
	return f, err
}

// Write implements io.Writer.
func (f *File) Write(p []byte) (int, error) {
	var n int
	var err error
	if f.press != nil {
		n, err = f.press.Write(p)
	} else {
		n, err = f.buffer.Write(p)
	}
	if err != nil {
		err = f.fault(err)
	}
	return n, err
}

// Close passes on what is left, and has the system put the file on the disk, for
// which wait waits. Closing again does nothing.
func (f *File) Close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	var err error
	if f.press != nil {
		err = f.press.Close()
	}
	if err == nil {
		err = f.buffer.Flush()
	}
	if err != nil {
		f.disk.Close()
		return f.fault(err)
	}
	f.landed = make(chan struct{})
	go func() {
		defer close(f.landed)
		f.lost = f.disk.Sync()
		if err := f.disk.Close(); f.lost == nil {
			f.lost = err
		}
	}()
	return nil
}

// wait waits until a file that was closed is on the disk.
func (f *File) wait() error {
	if f.landed == nil {
		return nil
	}
	if <-f.landed; f.lost != nil {
		return f.fault(f.lost)
	}
	return nil
}

// finish closes the file and the table that is written into it.
func (f *File) finish() error {
	if f.table != nil && !f.closed {
		return f.table.Close()
	}
	return f.Close()
}

// abandon closes the file without caring for what is in it.
func (f *File) abandon() {
	if !f.closed {
		f.closed = true
		f.disk.Close()
	}
	_ = f.wait() // so that nobody has it in use
}

// Hash returns the SHA-256 of the bytes for the disk, in hexadecimal, once the
// file is closed.
func (f *File) Hash() string { return hex.EncodeToString(f.hash.Sum(nil)) }

// open reads a file, unpacking .gz and .zst.
func open(path string) (io.ReadCloser, error) {
	disk, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var unpacked io.Reader = disk
	switch {
	case strings.HasSuffix(path, ".gz"):
		unpacked, err = gzip.NewReader(disk)
	case strings.HasSuffix(path, ".zst"):
		var z *zstd.Decoder
		if z, err = zstd.NewReader(disk, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20)); err == nil {
			unpacked = z.IOReadCloser()
		}
	}
	if err != nil {
		disk.Close()
		return nil, err
	}
	return reader{unpacked, disk}, nil
}

// reader reads from the one and closes the other.
type reader struct {
	io.Reader
	disk *os.File
}

func (r reader) Close() error {
	if c, ok := r.Reader.(io.Closer); ok && r.Reader != io.Reader(r.disk) {
		c.Close()
	}
	return r.disk.Close()
}
