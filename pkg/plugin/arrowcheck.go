package plugin

import (
	"encoding/binary"
	"errors"
	"fmt"

	flatbuffers "github.com/google/flatbuffers/go"
)

// Slots of the tables of Arrow's File.fbs, Schema.fbs and Message.fbs, as offsets into a flatbuffers vtable.
const (
	footerSchema, footerDictionaries, footerBatches   = 6, 8, 10
	schemaFields, schemaMetadata                      = 6, 8
	fieldName, fieldChildren, fieldMetadata           = 4, 14, 16
	keyValueKey, keyValueValue                        = 4, 6
	messageHeaderType, messageHeader, messageMetadata = 6, 8, 12
	batchRows, batchCompression, batchVariadicCounts  = 4, 10, 12

	headerTypeRecordBatch = 3
	blockSize             = 24
	// Length of the footer, then "ARROW1".
	fileTrailer  = 10
	continuation = 0xffffffff
)

var errArrowLengths = errors.New("the lengths in it add up to more than its size")

// arrowCheck holds what the lengths of a file may still add up to. The decoder allocates by those lengths before it reads,
// so that one wrong bit could end the process, which no recover helps against.
type arrowCheck struct {
	bytes int64
	cells int64
	// Set by the schema, needed for the batches.
	columns int64
}

// checkArrow accepts flat, uncompressed Arrow files without dictionaries whose lengths fit their size. Panics, as the
// decoder does, where an offset leads out of the file.
func checkArrow(file []byte) error {
	if len(file) < fileTrailer {
		return errors.New("it is too short")
	}
	end := len(file) - fileTrailer
	footerSize := int64(binary.LittleEndian.Uint32(file[end:]))
	if footerSize > int64(end) {
		return errArrowLengths
	}
	// A file holds nothing twice, but other writers may share equal strings. The smallest cell takes one bit.
	check := &arrowCheck{bytes: 4 * int64(len(file)), cells: 8 * int64(len(file))}
	footer := rootTable(file[end-int(footerSize) : end])
	if _, dictionaries, err := check.vector(footer, footerDictionaries, blockSize); err != nil || dictionaries > 0 {
		return errors.Join(errors.New("it has dictionaries"), err)
	}
	if err := check.schema(footer); err != nil {
		return err
	}
	blocks, count, err := check.vector(footer, footerBatches, blockSize)
	if err != nil {
		return err
	}
	for index := range count {
		if err := check.batch(file, footer.Bytes[int(blocks)+index*blockSize:]); err != nil {
			return fmt.Errorf("batch %d: %w", index, err)
		}
	}
	return nil
}

func (c *arrowCheck) schema(footer flatbuffers.Table) error {
	schema, found := subTable(footer, footerSchema)
	if !found {
		return errors.New("it has no schema")
	}
	if err := c.metadata(schema, schemaMetadata); err != nil {
		return err
	}
	start, count, err := c.vector(schema, schemaFields, flatbuffers.SizeUOffsetT)
	if err != nil {
		return err
	}
	c.columns = int64(count)
	for index := range count {
		field := element(schema, start, index)
		if _, children, err := c.vector(field, fieldChildren, flatbuffers.SizeUOffsetT); err != nil || children > 0 {
			return errors.Join(fmt.Errorf("column %d is nested", index), err)
		}
		if err := errors.Join(c.text(field, fieldName), c.metadata(field, fieldMetadata)); err != nil {
			return err
		}
	}
	return nil
}

// batch checks one record batch, of which block is the entry in the footer: offset, length of the metadata, of the body.
func (c *arrowCheck) batch(file, block []byte) error {
	offset := int64(binary.LittleEndian.Uint64(block))
	metaSize := int64(int32(binary.LittleEndian.Uint32(block[8:])))
	bodySize := int64(binary.LittleEndian.Uint64(block[16:]))
	if err := errors.Join(c.spend(metaSize), c.spend(bodySize)); err != nil {
		return err
	}
	meta := file[offset : offset+metaSize]
	prefix := 4
	if binary.LittleEndian.Uint32(meta) == continuation {
		prefix = 8
	}
	message := rootTable(meta[prefix:])
	if err := c.metadata(message, messageMetadata); err != nil {
		return err
	}
	batch, found := subTable(message, messageHeader)
	if !found || message.GetByteSlot(messageHeaderType, 0) != headerTypeRecordBatch {
		return errors.New("it is no record batch")
	}
	if batch.Offset(batchCompression) != 0 || batch.Offset(batchVariadicCounts) != 0 {
		return errors.New("it is compressed or has views")
	}
	rows := batch.GetInt64Slot(batchRows, 0)
	if c.columns > 0 && (rows < 0 || rows > c.cells/c.columns) {
		return errArrowLengths
	}
	c.cells -= rows * c.columns
	return nil
}

// metadata checks a list of keys and values.
func (c *arrowCheck) metadata(table flatbuffers.Table, slot flatbuffers.VOffsetT) error {
	start, count, err := c.vector(table, slot, flatbuffers.SizeUOffsetT)
	for index := 0; index < count && err == nil; index++ {
		pair := element(table, start, index)
		err = errors.Join(c.text(pair, keyValueKey), c.text(pair, keyValueValue))
	}
	return err
}

func (c *arrowCheck) text(table flatbuffers.Table, slot flatbuffers.VOffsetT) error {
	_, _, err := c.vector(table, slot, 1)
	return err
}

// vector pays for a vector and returns where its elements start and how many there are.
func (c *arrowCheck) vector(table flatbuffers.Table, slot flatbuffers.VOffsetT, size int64) (flatbuffers.UOffsetT, int, error) {
	offset := flatbuffers.UOffsetT(table.Offset(slot))
	if offset == 0 {
		return 0, 0, nil
	}
	count := table.VectorLen(offset)
	if err := c.spend(int64(count) * size); err != nil {
		return 0, 0, err
	}
	return table.Vector(offset), count, nil
}

func (c *arrowCheck) spend(bytes int64) error {
	if bytes < 0 || bytes > c.bytes {
		return errArrowLengths
	}
	c.bytes -= bytes
	return nil
}

func rootTable(buffer []byte) flatbuffers.Table {
	return flatbuffers.Table{Bytes: buffer, Pos: flatbuffers.GetUOffsetT(buffer)}
}

func subTable(table flatbuffers.Table, slot flatbuffers.VOffsetT) (flatbuffers.Table, bool) {
	offset := flatbuffers.UOffsetT(table.Offset(slot))
	if offset == 0 {
		return flatbuffers.Table{}, false
	}
	return flatbuffers.Table{Bytes: table.Bytes, Pos: table.Indirect(table.Pos + offset)}, true
}

func element(table flatbuffers.Table, start flatbuffers.UOffsetT, index int) flatbuffers.Table {
	return flatbuffers.Table{Bytes: table.Bytes, Pos: table.Indirect(start + flatbuffers.UOffsetT(index)*flatbuffers.SizeUOffsetT)}
}
