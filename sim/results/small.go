package results

import (
	"fmt"
	"io"
	"os"
)

// Files that are held in memory whole may have so many bytes.
const (
	// MaxManifest is the limit of manifest.json.
	MaxManifest = 16 << 20
	// MaxAnswer is the limit of answer.json.
	MaxAnswer = 64 << 20
)

// ReadSmall reads a file that is held in memory whole. One with more bytes than
// most is refused before it is: the error says so, and leaves the path to the
// caller.
func ReadSmall(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > most {
		return nil, fmt.Errorf("more than %d bytes: want a file that Grapevine wrote", most)
	}
	return text, nil
}

// WriteSmall writes a file that is held in memory whole, of which nobody ever
// meets half.
func WriteSmall(path string, text []byte) error {
	return WriteWhole(path, func(to io.Writer) error {
		_, err := to.Write(text)
		return err
	})
}
