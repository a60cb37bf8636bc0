package io.puredtls.endpoint.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why a file cannot be read or written, as it completes a sentence. */
public final class FileFault {
    private FileFault() {
    }

    /** In words, without the file's name. */
    public static String of(IOException fault) {
        if (fault instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission is denied";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        String reason = fault instanceof FileSystemException named ? named.getReason() : fault.getMessage();
        return reason == null ? "it is not known why" : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}
