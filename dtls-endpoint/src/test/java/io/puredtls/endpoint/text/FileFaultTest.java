package io.puredtls.endpoint.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {
    @Test
    void faults_are_told_in_words() {
        assertEquals("there is no such file or directory", FileFault.of(new NoSuchFileException("/nodir/x")));
        assertEquals("permission is denied", FileFault.of(new AccessDeniedException("/root/x")));
        assertEquals("it exists already", FileFault.of(new FileAlreadyExistsException("/x")));
        assertEquals("no space left on device", FileFault.of(new IOException("No space left on device")));
        assertEquals("read-only file system", FileFault.of(new FileSystemException("/x", null, "Read-only file system")));
        assertEquals("it is not known why", FileFault.of(new IOException()));
    }

    @Test
    void so_are_those_of_the_file_system(@TempDir Path directory) {
        IOException fault = assertThrows(IOException.class, () -> Files.writeString(directory.resolve("nodir").resolve("x"), "y"));
        assertEquals("there is no such file or directory", FileFault.of(fault));
    }
}
