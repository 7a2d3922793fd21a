package network

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A compressed file may unpack to freely bytes, and to so many times its size:
// lists of ties shrink to a third or a tenth, traps to a thousandth.
const (
	freely = 64 << 20
	times  = 100
)

// packings are known by their first bytes.
var packings = []struct {
	magic, name string
	open        func(io.Reader) (io.Reader, func(), error) // nil if we cannot
}{
	{"\x1f\x8b", "gzip", func(r io.Reader) (io.Reader, func(), error) {
		z, err := gzip.NewReader(r)
		return z, func() {}, err
	}},
	{"\x28\xb5\x2f\xfd", "zstd", func(r io.Reader) (io.Reader, func(), error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	}},
	{"BZh", "bzip2", nil},
	{"\xfd7zXZ", "xz", nil},
	{"PK\x03\x04", "zip", nil},
	{"7z\xbc\xaf", "7z", nil},
	{"\xff\xfe", "UTF-16", nil},
	{"\xfe\xff", "UTF-16", nil},
}

// unpack returns the text of a file that may be compressed, without a byte
// order mark, and what to call when it has been read.
func unpack(r io.Reader, name string) (*bufio.Reader, func(), error) {
	packed := &counter{r: r}
	head := bufio.NewReaderSize(packed, longestLine)
	start, err := head.Peek(6)
	if err != nil && err != io.EOF {
		return nil, nil, fmt.Errorf("%s:1: %w", name, err)
	}
	text, done := head, func() {}
	for _, p := range packings {
		if !bytes.HasPrefix(start, []byte(p.magic)) {
			continue
		}
		if p.open == nil {
			return nil, nil, fmt.Errorf("%s:1: the file is %s: want text in UTF-8, plain or packed by gzip or zstd", name, p.name)
		}
		z, end, err := p.open(head)
		if err != nil {
			return nil, nil, fmt.Errorf("%s:1: the file is not whole: want one packed by %s (%w)", name, p.name, err)
		}
		done = end
		text = bufio.NewReaderSize(&unpacked{text: z, packed: packed, how: p.name}, longestLine)
		break
	}
	if mark, _ := text.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = text.Discard(3)
	}
	return text, done, nil
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// unpacked is a text that must not be out of proportion to its packed form.
type unpacked struct {
	text   io.Reader
	packed *counter
	how    string
	n      int64
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.text.Read(p)
	u.n += int64(n)
	switch {
	case u.n > freely+times*u.packed.n:
		return 0, fmt.Errorf("%d bytes unpack to more than %d: want a file that shrinks to more than a %dth", u.packed.n, freely+times*u.packed.n, times)
	case err != nil && !errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return n, fmt.Errorf("the file is not whole: want one packed by %s (%w)", u.how, err)
	}
	return n, err
}
