package results

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// Stream reads a table row by row, for those too long to be held: the header
// first, then each row as it is written. The slices are good until the next.
func Stream(path string, header, row func(cells []string) error) error {
	from, err := open(path)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", path, cause(err))
	}
	defer from.Close()
	r := csv.NewReader(guarded(from, path, -1))
	r.ReuseRecord = true
	to := header
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return place(path, err)
		}
		if err := to(cells); err != nil {
			return err
		}
		to = row
	}
}
